/* Remembers what a power cut would take back. Loaded into the program under test by LD_PRELOAD, it
 * writes down, before it happens, every change to the files under TONGBAN_POWER_DIR: what stood there
 * and what is written, and which fsync made it durable. It changes nothing itself. After the process
 * was killed, `cargo xtask long cuts` undoes what no fsync covered, wholly or in part, and so makes
 * the disk that a machine without power might have left. Names count as durable only when their
 * folder was synced after the change, which is stricter than most file systems.
 *
 * The log in TONGBAN_POWER_LOG is a sequence of records:
 *   u8 kind, u64 inode, u64 offset, u64 size of the file before, u32 length a, u32 length b, a, b
 * kinds: W write (a: bytes before, b: bytes after), T truncate to offset (a: bytes cut off),
 *        S fsync, C created (a: path), R renamed (a: from, b: to; offset: number of the saved file
 *        that was replaced, or 0), U unlinked (a: path; offset: number of the saved file).
 * Linux with glibc only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 65536

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static char watched[FDS];
static char folder[PATH_MAX];
static char keep[PATH_MAX];
static size_t folder_length;
static int journal = -1;
static uint64_t saved;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static int (*real_truncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_link)(const char *, const char *);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_writev = dlsym(RTLD_NEXT, "writev");
    real_truncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_link = dlsym(RTLD_NEXT, "link");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_openat = dlsym(RTLD_NEXT, "openat64");
    real_close = dlsym(RTLD_NEXT, "close");
    const char *dir = getenv("TONGBAN_POWER_DIR"), *log = getenv("TONGBAN_POWER_LOG");
    if (!dir || !log || !realpath(dir, folder)) return;
    folder_length = strlen(folder);
    snprintf(keep, sizeof keep, "%s.saved", log);
    mkdir(keep, 0700);
    journal = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    unsetenv("LD_PRELOAD");
}

/* SQLite's index of the log in shared memory is made anew whenever it is missing. */
static int is_watched(const char *path) {
    size_t length = strlen(path);
    return journal >= 0 && !strncmp(path, folder, folder_length) && path[folder_length] == '/' &&
           !(length > 4 && !strcmp(path + length - 4, "-shm"));
}

static void record(char kind, uint64_t inode, uint64_t offset, uint64_t size, const void *a, uint32_t la,
                   const void *b, uint32_t lb) {
    char head[33];
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &size, 8);
    memcpy(head + 25, &la, 4);
    memcpy(head + 29, &lb, 4);
    struct iovec parts[3] = {{head, sizeof head}, {(void *)a, la}, {(void *)b, lb}};
    if (real_writev(journal, parts, 3) != (ssize_t)(sizeof head + la + lb)) abort();
}

static void changed(int fd, uint64_t offset, const void *bytes, size_t count) {
    struct stat st;
    if (fstat(fd, &st)) return;
    uint64_t before = (uint64_t)st.st_size > offset ? (uint64_t)st.st_size - offset : 0;
    if (before > count) before = count;
    char *old = malloc(before ? before : 1);
    /* A file opened for writing alone can't be read by its own descriptor. */
    char own[64];
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    if (before) {
        int look = real_open(own, O_RDONLY | O_CLOEXEC);
        if (look < 0 || pread(look, old, before, (off_t)offset) != (ssize_t)before) abort();
        real_close(look);
    }
    record('W', st.st_ino, offset, (uint64_t)st.st_size, old, (uint32_t)before, bytes, (uint32_t)count);
    free(old);
}

static int is_ours(int fd) { return fd >= 0 && fd < FDS && watched[fd]; }

ssize_t write(int fd, const void *bytes, size_t count) {
    if (!is_ours(fd)) return real_write(fd, bytes, count);
    pthread_mutex_lock(&gate);
    int flags = fcntl(fd, F_GETFL);
    struct stat st;
    fstat(fd, &st);
    off_t at = flags & O_APPEND ? st.st_size : lseek(fd, 0, SEEK_CUR);
    changed(fd, (uint64_t)at, bytes, count);
    ssize_t done = real_write(fd, bytes, count);
    pthread_mutex_unlock(&gate);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) {
    if (!is_ours(fd)) return real_pwrite(fd, bytes, count, at);
    pthread_mutex_lock(&gate);
    changed(fd, (uint64_t)at, bytes, count);
    ssize_t done = real_pwrite(fd, bytes, count, at);
    pthread_mutex_unlock(&gate);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!is_ours(fd)) return real_writev(fd, parts, count);
    ssize_t total = 0;
    for (int place = 0; place < count; place++) {
        if (!parts[place].iov_len) continue;
        ssize_t done = write(fd, parts[place].iov_base, parts[place].iov_len);
        if (done < 0) return total ? total : done;
        total += done;
        if ((size_t)done < parts[place].iov_len) break;
    }
    return total;
}

int ftruncate64(int fd, off_t size) {
    if (!is_ours(fd)) return real_truncate(fd, size);
    pthread_mutex_lock(&gate);
    struct stat st;
    fstat(fd, &st);
    uint64_t lost = st.st_size > size ? (uint64_t)(st.st_size - size) : 0;
    char *old = malloc(lost ? lost : 1), own[64];
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    if (lost) {
        int look = real_open(own, O_RDONLY | O_CLOEXEC);
        if (look < 0 || pread(look, old, lost, size) != (ssize_t)lost) abort();
        real_close(look);
    }
    record('T', st.st_ino, (uint64_t)size, (uint64_t)st.st_size, old, (uint32_t)lost, "", 0);
    free(old);
    int done = real_truncate(fd, size);
    pthread_mutex_unlock(&gate);
    return done;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* What was written before the call is durable when it returns; what came meanwhile may not be: the
 * record names the end of the log as it was at the call. */
static int synced(int fd, int (*sync)(int)) {
    struct stat st;
    if (fstat(fd, &st)) return sync(fd);
    char own[64], path[PATH_MAX];
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(own, path, sizeof path - 1);
    int ours = journal >= 0 && length >= (ssize_t)folder_length && !strncmp(path, folder, folder_length);
    pthread_mutex_lock(&gate);
    struct stat log;
    fstat(journal, &log);
    pthread_mutex_unlock(&gate);
    int done = sync(fd);
    if (ours && !done) {
        pthread_mutex_lock(&gate);
        record('S', st.st_ino, (uint64_t)log.st_size, 0, "", 0, "", 0);
        pthread_mutex_unlock(&gate);
    }
    return done;
}
int fsync(int fd) { return journal < 0 ? real_fsync(fd) : synced(fd, real_fsync); }
int fdatasync(int fd) { return journal < 0 ? real_fdatasync(fd) : synced(fd, real_fdatasync); }

/* A second name for a file that is about to lose its own. */
static uint64_t save(const char *path) {
    char name[PATH_MAX + 32];
    snprintf(name, sizeof name, "%s/%llu", keep, (unsigned long long)(saved + 1));
    return real_link(path, name) ? 0 : ++saved;
}

int rename(const char *from, const char *to) {
    char whole[PATH_MAX];
    if (journal < 0 || !realpath(from, whole) || !is_watched(whole)) return real_rename(from, to);
    pthread_mutex_lock(&gate);
    struct stat st;
    stat(from, &st);
    uint64_t number = save(to);
    record('R', st.st_ino, number, 0, from, (uint32_t)strlen(from), to, (uint32_t)strlen(to));
    int done = real_rename(from, to);
    pthread_mutex_unlock(&gate);
    return done;
}

int unlink(const char *path) {
    char whole[PATH_MAX];
    if (journal < 0 || !realpath(path, whole) || !is_watched(whole)) return real_unlink(path);
    pthread_mutex_lock(&gate);
    struct stat st;
    stat(path, &st);
    record('U', st.st_ino, save(path), 0, path, (uint32_t)strlen(path), "", 0);
    int done = real_unlink(path);
    pthread_mutex_unlock(&gate);
    return done;
}

int link(const char *from, const char *to) {
    pthread_mutex_lock(&gate);
    int done = real_link(from, to);
    char whole[PATH_MAX];
    struct stat st;
    if (!done && journal >= 0 && realpath(to, whole) && is_watched(whole) && !stat(whole, &st))
        record('C', st.st_ino, 0, 0, whole, (uint32_t)strlen(whole), "", 0);
    pthread_mutex_unlock(&gate);
    return done;
}

int linkat(int at, const char *from, int other, const char *to, int flags) {
    static int (*real_linkat)(int, const char *, int, const char *, int);
    if (!real_linkat) real_linkat = dlsym(RTLD_NEXT, "linkat");
    pthread_mutex_lock(&gate);
    int done = real_linkat(at, from, other, to, flags);
    char whole[PATH_MAX];
    struct stat st;
    if (!done && journal >= 0 && other == AT_FDCWD && realpath(to, whole) && is_watched(whole) && !stat(whole, &st))
        record('C', st.st_ino, 0, 0, whole, (uint32_t)strlen(whole), "", 0);
    pthread_mutex_unlock(&gate);
    return done;
}

static int opened(int fd, int existed) {
    if (fd < 0 || fd >= FDS || journal < 0) return fd;
    char own[64], path[PATH_MAX];
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(own, path, sizeof path - 1);
    struct stat st;
    watched[fd] = 0;
    if (length <= 0 || fstat(fd, &st) || !S_ISREG(st.st_mode)) return fd;
    path[length] = 0;
    if (!is_watched(path)) return fd;
    watched[fd] = 1;
    if (!existed) record('C', st.st_ino, 0, 0, path, (uint32_t)length, "", 0);
    return fd;
}

static int open_any(int at, const char *path, int flags, mode_t mode) {
    if (journal < 0) return real_openat(at, path, flags, mode);
    pthread_mutex_lock(&gate);
    struct stat st;
    int existed = !(flags & O_CREAT) || !fstatat(at, path, &st, 0);
    /* A file that is emptied by being opened loses what it held. */
    if ((flags & O_TRUNC) && existed) {
        int fd = real_openat(at, path, (flags & ~(O_TRUNC | O_EXCL)) , mode);
        pthread_mutex_unlock(&gate);
        if (fd < 0) return fd;
        pthread_mutex_lock(&gate);
        opened(fd, 1);
        pthread_mutex_unlock(&gate);
        ftruncate64(fd, 0);
        return fd;
    }
    int fd = opened(real_openat(at, path, flags, mode), existed);
    pthread_mutex_unlock(&gate);
    return fd;
}

#define MODE(flags)                                    \
    mode_t mode = 0;                                   \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {           \
        va_list more;                                  \
        va_start(more, flags);                         \
        mode = va_arg(more, mode_t);                   \
        va_end(more);                                  \
    }
int open64(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int open(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return open_any(at, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return open_any(at, path, flags, mode); }

int close(int fd) {
    if (fd >= 0 && fd < FDS) watched[fd] = 0;
    return real_close(fd);
}
