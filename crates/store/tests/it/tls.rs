//! TLS to PostgreSQL. A small server before the cluster answers the request for encryption with a
//! certificate of its own making and passes on what it hears.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use store::{Config, Engine, Error, Rooms, Store};

use crate::kit::{World, on_each_engine};

fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

/// Speaks TLS with this certificate before the cluster; its port, and how many it has let through.
fn before(cluster: &postgres::Config, name: &str) -> (u16, Arc<AtomicUsize>) {
    let chain = vec![CertificateDer::from_pem_file(certificate(&format!("{name}.pem"))).unwrap()];
    let key = PrivateKeyDer::from_pem_file(certificate(&format!("{name}.key"))).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let port = cluster.get_ports().first().copied().unwrap_or(5432);
    let socket = match &cluster.get_hosts()[0] {
        postgres::config::Host::Unix(folder) => folder.join(format!(".s.PGSQL.{port}")),
        postgres::config::Host::Tcp(host) => unreachable!("these tests want a cluster on a socket, not {host}"),
    };
    let (config, let_through) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, count) = (listener.local_addr().unwrap().port(), let_through.clone());
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (config, socket, count) = (config.clone(), socket.clone(), count.clone());
            std::thread::spawn(move || pass_on(client.unwrap(), config, &socket, &count));
        }
    });
    (at, let_through)
}

/// The eight bytes by which PostgreSQL is asked for TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

fn pass_on(mut client: TcpStream, config: Arc<ServerConfig>, socket: &Path, count: &AtomicUsize) -> Option<()> {
    let mut request = [0; 8];
    client.read_exact(&mut request).ok()?;
    if request != SSL_REQUEST {
        return None;
    }
    client.write_all(b"S").ok()?;
    let mut connection = ServerConnection::new(config).ok()?;
    connection.complete_io(&mut client).ok()?;
    count.fetch_add(1, Ordering::SeqCst);
    client.set_read_timeout(Some(std::time::Duration::from_millis(2))).ok()?;
    let mut server = UnixStream::connect(socket).ok()?;
    server.set_read_timeout(Some(std::time::Duration::from_millis(2))).ok()?;
    let mut client = StreamOwned::new(connection, client);
    let mut buffer = vec![0; 1 << 16];
    let quiet =
        |error: &std::io::Error| matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
    loop {
        match client.read(&mut buffer) {
            Ok(0) => return None,
            Ok(size) => server.write_all(&buffer[..size]).ok()?,
            Err(error) if quiet(&error) => {}
            Err(_) => return None,
        }
        match server.read(&mut buffer) {
            Ok(0) => return None,
            Ok(size) => client.write_all(&buffer[..size]).ok()?,
            Err(error) if quiet(&error) => {}
            Err(_) => return None,
        }
    }
}

fn opened(world: &World, url: String) -> Result<Store, Error> {
    let config = Config { engine: Engine::Postgres(url), connections: 2, ..world.config() };
    Store::open(config, Rooms::default())
}

#[test]
fn what_the_url_says_of_tls_is_kept() {
    on_each_engine(|world| {
        let Engine::Postgres(url) = &world.engine else { return };
        let cluster: postgres::Config = url.parse().unwrap();
        let (name, user) = (cluster.get_dbname().unwrap(), cluster.get_user().unwrap());
        let (signed, through) = before(&cluster, "server");
        let (own, _) = before(&cluster, "own");
        let (authority, itself) = (certificate("ca.pem"), certificate("own.pem"));
        let address = |host: &str, port: u16, mode: &str, root: &Path| {
            let root =
                if root.as_os_str().is_empty() { String::new() } else { format!("&sslrootcert={}", root.display()) };
            format!("postgres://{user}@{host}:{port}/{name}?sslmode={mode}{root}")
        };
        let none = Path::new("");
        for (url, good) in [
            // Encrypted, and whoever answers is believed.
            (address("127.0.0.1", signed, "require", none), true),
            // The authority signed it; the name stands in it or doesn't.
            (address("localhost", signed, "verify-full", &authority), true),
            (address("127.0.0.1", signed, "verify-full", &authority), false),
            (address("127.0.0.1", signed, "verify-ca", &authority), true),
            // Self-signed, and named as it is.
            (address("localhost", own, "verify-full", &itself), true),
            (address("127.0.0.1", own, "verify-full", &itself), false),
            // Somebody else's.
            (address("localhost", own, "verify-full", &authority), false),
            (address("localhost", signed, "verify-ca", &itself), false),
            (address("localhost", own, "require", &authority), false),
        ] {
            let told = url.clone();
            match opened(world, url) {
                Ok(store) => {
                    assert!(good, "{told} was believed");
                    assert_eq!(store.position().unwrap(), 0);
                    store.close();
                }
                Err(error) => {
                    assert!(!good, "{told}: {error}");
                    assert!(matches!(error, Error::Operator { code: "store-postgres-unreachable", .. }), "{error}");
                    assert!(error.to_string().contains("certificate"), "{error}");
                }
            }
        }
        assert!(through.load(Ordering::SeqCst) >= 3);
        // The cluster on its socket has no TLS: who requires it isn't served without.
        let port = cluster.get_ports().first().copied().unwrap_or(5432);
        let plain = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = plain.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for client in plain.incoming() {
                let mut client = client.unwrap();
                let _ = client.read_exact(&mut [0; 8]);
                let _ = client.write_all(b"N");
            }
        });
        let refused = opened(world, address("127.0.0.1", at, "require", none)).err().unwrap();
        assert!(refused.to_string().contains("TLS"), "{refused} {port}");
    });
}
