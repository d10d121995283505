//! Who sends the load: sign-ins of the demo, and citizens who register for it.

use std::net::SocketAddr;

use super::http::Client;

const FORM: &str = "application/x-www-form-urlencoded";

/// Signed in as a program: a bearer token.
pub fn program(address: SocketAddr, login: &str, password: &str) -> Result<Client, String> {
    let body = serde_json::json!({ "login": login, "password": password }).to_string();
    let answer = Client::new(address).post("/api/v1/sessions", "application/json", body.as_bytes())?.expect(201)?;
    let token = answer.json()?;
    let token = token.get("token").and_then(|token| token.as_str()).ok_or("no token")?;
    Ok(Client::new(address).with("authorization", &["Bearer ", token].concat()))
}

/// Signed in as a browser: a cookie, and where the request comes from.
pub fn browser(address: SocketAddr, login: &str, password: &str) -> Result<Client, String> {
    let body = format!("login={login}&password={password}");
    let answer = plain_browser(address).post("/sign-in", FORM, body.as_bytes())?.expect(303)?;
    let cookie = answer.header("set-cookie").and_then(|value| value.split(';').next()).ok_or("no cookie")?;
    Ok(plain_browser(address).with("cookie", cookie))
}

/// A browser in which nobody is signed in.
pub fn plain_browser(address: SocketAddr) -> Client {
    Client::new(address)
        .with("sec-fetch-site", "same-origin")
        .with("accept", "text/html")
        .with("accept-language", "zh-CN,zh;q=0.9")
        .with("accept-encoding", "gzip, deflate, br")
}

/// Registers so many citizens, who are made up, and signs each in as a program.
///
/// # Errors
/// What the product says; an address may open sixty accounts in ten minutes.
pub fn citizens(address: SocketAddr, count: u32) -> Result<Vec<Client>, String> {
    let register = |number: u32| {
        let document = citizen_id(number);
        let (login, password) = (format!("bench.citizen.{number}"), "tianqi-hen-hao-7");
        let fields = [
            ("document_kind", "citizen_id"),
            ("document", &document),
            ("name", "%E5%BC%A0%E4%B8%89"),
            ("phone", "13800000000"),
            ("address", "%E6%B8%A9%E6%B3%89%E9%95%87"),
            ("login", &login),
            ("password", password),
            ("again", password),
        ];
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = plain_browser(address).post("/register", FORM, body.join("&").as_bytes())?;
        // Registered in a round before: then signing in is all there is to do.
        if answer.status == 303 || answer.status == 422 {
            return program(address, &login, password);
        }
        answer.expect(303).and_then(|_| Err("not registered".into()))
    };
    (0..count).map(register).collect()
}

/// An identity number with a right check character (GB 11643) that nobody has: born on a day of
/// 1990 in one district, with the sequence numbers from 900 that were not given out.
fn citizen_id(number: u32) -> String {
    let digits = format!("4401171990{:02}{:02}9{:02}", 1 + number / 28 % 12, 1 + number % 28, number / 336 % 100);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    let check = "10X98765432".chars().nth((sum % 11) as usize).unwrap_or('X');
    format!("{digits}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_numbers_have_the_check_character_of_the_standard() {
        assert_eq!(citizen_id(0), "440117199001019009");
        let all: std::collections::BTreeSet<String> = (0..1_000).map(citizen_id).collect();
        assert_eq!(all.len(), 1_000);
        assert!(all.iter().all(|id| id.len() == 18));
    }
}
