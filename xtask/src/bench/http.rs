//! The load generator's own HTTP/1.1 client: one connection kept open, one request at a time, no
//! more of the protocol than the product's answers need. It is small so that its share of the cores
//! is; it is no client for anything else.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// How long an answer may take before the request counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// One connection, and what every request on it says.
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    /// Header lines of every request, each ended by CR LF.
    standing: String,
    request: Vec<u8>,
}

/// An answer; its header lines as they came.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Result<serde_json::Value, String> {
        serde_json::from_slice(&self.body).map_err(|error| format!("{error} in {}", self.text()))
    }

    /// # Errors
    /// The answer's own words when its status is another.
    pub fn expect(self, status: u16) -> Result<Self, String> {
        if self.status == status {
            return Ok(self);
        }
        let words: String = self.text().chars().take(600).collect();
        Err(format!("status {} instead of {status}: {words}", self.status))
    }
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, standing: String::new(), request: Vec::new() }
    }

    /// Two clients that say the same, each with a connection of its own.
    pub fn twice(self) -> [Self; 2] {
        let other = Self { standing: self.standing.clone(), ..Self::new(self.address) };
        [self, other]
    }

    /// Says this header with every request from now on.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        for part in [name, ": ", value, "\r\n"] {
            self.standing.push_str(part);
        }
        self
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.send("GET", path, "", &[])
    }

    pub fn post(&mut self, path: &str, media: &str, body: &[u8]) -> Result<Answer, String> {
        self.send("POST", path, &["content-type: ", media, "\r\n"].concat(), body)
    }

    /// JSON under an idempotency key.
    pub fn post_with_key(&mut self, path: &str, key: &str, body: &[u8]) -> Result<Answer, String> {
        let more = ["content-type: application/json\r\nidempotency-key: ", key, "\r\n"].concat();
        self.send("POST", path, &more, body)
    }

    /// Talks to another address from now on.
    pub fn move_to(&mut self, address: SocketAddr) {
        self.address = address;
        self.stream = None;
    }

    /// The connection is dropped after any failure; the next request opens another.
    fn send(&mut self, method: &str, path: &str, more: &str, body: &[u8]) -> Result<Answer, String> {
        self.request.clear();
        write!(
            self.request,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{}{more}content-length: {}\r\n\r\n",
            self.address,
            self.standing,
            body.len()
        )
        .map_err(|error| error.to_string())?;
        self.request.extend_from_slice(body);
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.address)?,
        };
        stream.get_mut().write_all(&self.request).map_err(|error| format!("{method} {path}: {error}"))?;
        let (answer, keeps) = read(&mut stream).map_err(|error| format!("{method} {path}: {error}"))?;
        if keeps {
            self.stream = Some(stream);
        }
        Ok(answer)
    }
}

fn connect(address: SocketAddr) -> Result<BufReader<TcpStream>, String> {
    let stream = TcpStream::connect(address).map_err(|error| format!("{address}: {error}"))?;
    let set = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
    set.map_err(|error| error.to_string())?;
    Ok(BufReader::with_capacity(64 << 10, stream))
}

/// An answer, and whether its connection stays open.
fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<(Answer, bool)> {
    let broken = |why: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, why.to_owned());
    let mut head = String::with_capacity(1024);
    loop {
        let before = head.len();
        if stream.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if head.get(before..).is_some_and(|line| line == "\r\n") {
            break;
        }
    }
    let status = head.split_ascii_whitespace().nth(1).and_then(|word| word.parse().ok());
    let mut answer = Answer { status: status.ok_or_else(|| broken("no status"))?, head, body: Vec::new() };
    let length = answer.header("content-length").and_then(|value| value.parse::<usize>().ok());
    let chunked = answer.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    if chunked {
        let mut line = String::new();
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| broken("no size of a chunk"))?;
            let before = answer.body.len();
            answer.body.resize(before + size + 2, 0);
            stream.read_exact(answer.body.get_mut(before..).unwrap_or_default())?;
            answer.body.truncate(before + size);
            if size == 0 {
                break;
            }
        }
    } else if answer.status != 304 && answer.status != 204 {
        answer.body.resize(length.ok_or_else(|| broken("no length"))?, 0);
        stream.read_exact(&mut answer.body)?;
    }
    let keeps = answer.header("connection").is_none_or(|value| !value.eq_ignore_ascii_case("close"));
    Ok((answer, keeps))
}
