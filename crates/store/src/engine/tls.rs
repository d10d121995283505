//! TLS to PostgreSQL, over the rustls that mail brings already: `sslmode` and `sslrootcert` of the
//! URL as libpq means them. `require` encrypts and believes whoever answers, unless a certificate is
//! named; `verify-ca` and `verify-full` want one. A named certificate is an authority, or the server's
//! very own. Channel binding and client certificates aren't offered.

use std::{
    future::Future,
    io,
    path::PathBuf,
    pin::Pin,
    str::FromStr,
    sync::Arc,
    task::{Context, Poll},
};

use postgres::{
    Config, Socket,
    config::SslMode,
    tls::{ChannelBinding, MakeTlsConnect, TlsConnect},
};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_cert_signed_by_trust_anchor, verify_server_name,
    },
    crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
    server::ParsedCertificate,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;

use crate::Error;

/// How sure of the server one wants to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    Plain,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Where and how to connect.
pub(crate) struct Target {
    pub config: Config,
    /// Absent: without encryption.
    pub tls: Option<Tls>,
}

impl Target {
    /// Reads a URL, or keys and values. Without `sslmode` nothing is encrypted.
    ///
    /// # Errors
    /// `store-postgres-tls` for a mode that isn't known or a certificate that can't be read or is wanting;
    /// `store-postgres-unreachable` for an address that can't be read.
    pub(crate) fn read(url: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::operator("store-postgres-tls", why);
        let (rest, named) = split(url);
        let mode = match named.mode.as_deref() {
            None | Some("disable" | "allow") => Mode::Plain,
            Some("prefer") => Mode::Prefer,
            Some("require") => Mode::Require,
            Some("verify-ca") => Mode::VerifyCa,
            Some("verify-full") => Mode::VerifyFull,
            Some(other) => return Err(wrong(format!("sslmode={other} is none that is known"))),
        };
        let mut config =
            Config::from_str(&rest).map_err(|error| Error::operator("store-postgres-unreachable", told(&error)))?;
        if mode == Mode::Plain {
            config.ssl_mode(SslMode::Disable);
            return Ok(Self { config, tls: None });
        }
        config.ssl_mode(if mode == Mode::Prefer { SslMode::Prefer } else { SslMode::Require });
        let mut authorities = Vec::new();
        if let Some(path) = &named.root {
            let shown = path.display();
            let read = CertificateDer::pem_file_iter(path).map_err(|error| wrong(format!("{shown}: {error}")))?;
            for certificate in read {
                authorities.push(certificate.map_err(|error| wrong(format!("{shown}: {error}")))?);
            }
            if authorities.is_empty() {
                return Err(wrong(format!("{shown} holds no certificate")));
            }
        } else if mode >= Mode::VerifyCa {
            return Err(wrong("name the authority's certificate by sslrootcert".into()));
        }
        // As libpq does: who names an authority wants it asked.
        let mode = if mode == Mode::Require && !authorities.is_empty() { Mode::VerifyCa } else { mode };
        let verifier = Verifier::of(mode, authorities).map_err(&wrong)?;
        let provider = verifier.provider.clone();
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| wrong(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self { config, tls: Some(Tls(Arc::new(client))) })
    }
}

/// An error with what is behind it.
pub(crate) fn told(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        let cause_words = cause.to_string();
        if !words.contains(&cause_words) {
            words = format!("{words}: {cause_words}");
        }
        behind = cause.source();
    }
    words
}

/// What the driver doesn't read itself.
#[derive(Default)]
struct Named {
    mode: Option<String>,
    root: Option<PathBuf>,
}

impl Named {
    /// Takes a parameter; whether it was one of ours.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match key {
            "sslmode" => self.mode = Some(value.to_owned()),
            "sslrootcert" => self.root = Some(PathBuf::from(value)),
            _ => return false,
        }
        true
    }
}

/// Parts our parameters from the rest of a URL or of a list of keys and values.
fn split(url: &str) -> (String, Named) {
    let mut named = Named::default();
    if url.contains("://") {
        let (before, query) = url.split_once('?').unwrap_or((url, ""));
        let rest: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .filter(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                !named.take(key, &decoded(value))
            })
            .collect();
        let rest = if rest.is_empty() { before.to_owned() } else { [before, &rest.join("&")].join("?") };
        return (rest, named);
    }
    let rest: Vec<&str> = tokens(url)
        .into_iter()
        .filter(|token| {
            let (key, value) = token.split_once('=').unwrap_or((token, ""));
            !named.take(key.trim(), value.trim().trim_matches('\''))
        })
        .collect();
    (rest.join(" "), named)
}

/// Keys and values; a value in single quotes may hold spaces.
fn tokens(text: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |sign: char| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match sign {
            '\\' => escaped = true,
            '\'' => quoted = !quoted,
            _ => {}
        }
        sign.is_whitespace() && !quoted
    })
    .filter(|token| !token.is_empty())
    .collect()
}

/// `%2F` and the like; what isn't one stays.
fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match code.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[derive(Debug)]
struct Verifier {
    mode: Mode,
    roots: RootCertStore,
    /// The named certificates as they stand, for a server that shows one of them itself.
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    fn of(mode: Mode, authorities: Vec<CertificateDer<'static>>) -> Result<Self, String> {
        let provider = Arc::new(ring::default_provider());
        let mut roots = RootCertStore::empty();
        for authority in &authorities {
            roots.add(authority.clone()).map_err(|error| error.to_string())?;
        }
        if mode >= Mode::VerifyCa {
            // Refuses roots with which nothing could ever be verified.
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots.clone()), provider.clone())
                .build()
                .map_err(|error| error.to_string())?;
        }
        Ok(Self { mode, roots, own: authorities, provider })
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if self.mode < Mode::VerifyCa {
            return Ok(ServerCertVerified::assertion());
        }
        let certificate = ParsedCertificate::try_from(shown)?;
        if !self.own.iter().any(|own| own == shown) {
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(&certificate, &self.roots, chain, now, algorithms)?;
        }
        if self.mode == Mode::VerifyFull {
            verify_server_name(&certificate, name)?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// What the driver is given to encrypt a connection.
#[derive(Clone)]
pub(crate) struct Tls(Arc<ClientConfig>);

impl MakeTlsConnect<Socket> for Tls {
    type Stream = Stream;
    type TlsConnect = Connect;
    type Error = rustls::Error;

    fn make_tls_connect(&mut self, host: &str) -> Result<Connect, rustls::Error> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| rustls::Error::InvalidCertificate(CertificateError::NotValidForName))?;
        Ok(Connect { connector: TlsConnector::from(self.0.clone()), name })
    }
}

pub(crate) struct Connect {
    connector: TlsConnector,
    name: ServerName<'static>,
}

impl TlsConnect<Socket> for Connect {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        Box::pin(async move { Ok(Stream(self.connector.connect(self.name, socket).await?)) })
    }
}

/// An encrypted connection.
pub(crate) struct Stream(tokio_rustls::client::TlsStream<Socket>);

impl postgres::tls::TlsStream for Stream {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_parameters_are_taken_out_and_the_rest_stands() {
        for (url, rest, mode, root) in [
            ("postgres://u:p%26@h/d", "postgres://u:p%26@h/d", None, None),
            ("postgres://u@h/d?sslmode=require", "postgres://u@h/d", Some("require"), None),
            (
                "postgres://u@h/d?connect_timeout=3&sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
                "postgres://u@h/d?connect_timeout=3",
                Some("verify-full"),
                Some("/etc/ca.pem"),
            ),
            (
                "host=h password='a sslmode=x b' sslmode=verify-ca sslrootcert='/ca one.pem' dbname=d",
                "host=h password='a sslmode=x b' dbname=d",
                Some("verify-ca"),
                Some("/ca one.pem"),
            ),
        ] {
            let (left, named) = split(url);
            assert_eq!(left, rest);
            assert_eq!(named.mode.as_deref(), mode, "{url}");
            assert_eq!(named.root, root.map(PathBuf::from), "{url}");
        }
    }

    #[test]
    fn a_mode_that_is_not_known_and_a_missing_authority_are_told() {
        for url in [
            "postgres://h/d?sslmode=sometimes",
            "postgres://h/d?sslmode=verify-full",
            "postgres://h/d?sslmode=require&sslrootcert=/nowhere.pem",
        ] {
            let error = Target::read(url).err().unwrap();
            assert!(matches!(error, Error::Operator { code: "store-postgres-tls", .. }), "{url}: {error}");
        }
        assert!(Target::read("postgres://h/d").unwrap().tls.is_none());
        assert!(Target::read("postgres://h/d?sslmode=require").unwrap().tls.is_some());
    }
}
