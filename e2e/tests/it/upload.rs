//! Thirty megabytes over a real socket: whoever sends too much is told so in words while the rest
//! is still on its way, and the next request is answered as if nothing had been.

use e2e::{Done, Fault, Server};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const LARGE: usize = 30 << 20;

fn connect(server: &Server) -> Result<TcpStream, Fault> {
    let stream = TcpStream::connect(server.origin.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.set_write_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// The answer to a request that fits.
fn ask(server: &Server, head: &str, body: &str) -> Result<String, Fault> {
    let mut stream = connect(server)?;
    write!(stream, "{head}host: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn token(server: &Server) -> Result<String, Fault> {
    let head = "POST /api/v1/sessions HTTP/1.1\r\ncontent-type: application/json\r\n";
    let answer = ask(server, head, r#"{"login":"wangfang","password":"wangfang123"}"#)?;
    let token = answer.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next());
    token.map(str::to_owned).ok_or_else(|| Fault::new(format!("no token in {answer}")))
}

/// Sends what is announced as so many bytes until the server stops taking it; what it says.
fn send_large(server: &Server, token: &str) -> Result<String, Fault> {
    let stream = connect(server)?;
    let mut reading = stream.try_clone()?;
    let told = std::thread::spawn(move || {
        let mut answer = vec![0; 4096];
        let length = reading.read(&mut answer).unwrap_or(0);
        answer.truncate(length);
        String::from_utf8_lossy(&answer).into_owned()
    });
    let (mut stream, chunk) = (stream, [b'%'; 1 << 16]);
    let head = "POST /api/v1/files HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\n";
    write!(stream, "{head}authorization: Bearer {token}\r\ncontent-length: {LARGE}\r\n\r\n")?;
    write!(stream, "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n")?;
    for _ in 0..LARGE / chunk.len() {
        // The server may close as soon as it has answered.
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    told.join().map_err(|_| Fault::new("the reader ended badly"))
}

#[test]
fn thirty_megabytes_are_refused_in_words_and_nothing_is_kept() -> Done {
    let server = Server::demo()?;
    let token = token(&server)?;
    let answer = send_large(&server, &token)?;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let head = format!("GET /api/v1/me HTTP/1.1\r\nauthorization: Bearer {token}\r\n");
    let me = ask(&server, &head, "")?;
    assert!(me.starts_with("HTTP/1.1 200") && me.contains("王芳"), "{me}");
    Ok(())
}
