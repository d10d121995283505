//! What was sent and what was answered: the other side of the store's promise. Each application goes
//! out under an idempotency key; one that got no answer is sent again after the restart. Then the
//! product must show one case for each key, under the number that was told, and no other.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::Mutex,
};

use crate::bench::{http::Client, submissions};

/// One citizen's side.
pub struct Account {
    client: Client,
    body: String,
    /// Key to the number that was told.
    told: BTreeMap<String, String>,
    /// Sent without an answer.
    open: Vec<String>,
}

/// All citizens, and the keys given out.
pub struct Ledger {
    accounts: Vec<Mutex<Account>>,
    next: u64,
}

/// The state of the books after a round.
#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    pub told: usize,
    pub sent_again: usize,
}

impl Account {
    fn apply(&mut self, key: &str) -> Result<String, String> {
        let answer = self.client.post_with_key("/api/v1/applications", key, self.body.as_bytes())?.expect(201)?;
        let answer = answer.json()?;
        Ok(answer.get("number").and_then(|number| number.as_str()).ok_or("no number")?.to_owned())
    }
}

impl Ledger {
    pub fn open(address: SocketAddr) -> Result<Self, String> {
        let accounts = submissions::applicants(address)?;
        let account = |(client, body)| Mutex::new(Account { client, body, told: BTreeMap::new(), open: Vec::new() });
        // Each citizen has two clients; here one account each keeps the books.
        let accounts = accounts.into_iter().step_by(2).map(submissions::Applicant::into_parts).map(account).collect();
        Ok(Self { accounts, next: 0 })
    }

    /// The product listens somewhere else now.
    pub fn moved(&mut self, address: SocketAddr) {
        for account in &mut self.accounts {
            if let Ok(account) = account.get_mut() {
                account.client.move_to(address);
            }
        }
    }

    /// Sends until the product answers no more, which `end` brings about.
    pub fn hammer(&mut self, end: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let first = self.next;
        self.next += 1_000_000;
        std::thread::scope(|scope| {
            for (place, account) in self.accounts.iter().enumerate() {
                scope.spawn(move || {
                    let Ok(mut account) = account.lock() else { return };
                    for turn in 0.. {
                        let key = format!("long-{place}-{}", first + turn);
                        match account.apply(&key) {
                            Ok(number) => drop(account.told.insert(key, number)),
                            Err(_) => return account.open.push(key),
                        }
                    }
                });
            }
            end()
        })
    }

    /// Sends again what got no answer, and holds the product's lists against the books.
    ///
    /// # Errors
    /// What is lost, doubled or told otherwise.
    pub fn settle(&mut self) -> Result<Count, String> {
        let mut count = Count::default();
        for (place, account) in self.accounts.iter_mut().enumerate() {
            let account = account.get_mut().map_err(|_| "a client panicked")?;
            for key in std::mem::take(&mut account.open) {
                let number = account.apply(&key)?;
                account.told.insert(key, number);
                count.sent_again += 1;
            }
            let told: BTreeSet<&str> = account.told.values().map(String::as_str).collect();
            if told.len() != account.told.len() {
                return Err(format!("citizen {place}: one number was told for two applications"));
            }
            let shown = shown(&mut account.client)?;
            if let Some(lost) = told.iter().find(|number| !shown.contains_key(**number)) {
                return Err(format!("citizen {place}: {lost} was acknowledged and is lost"));
            }
            if let Some((more, _)) = shown.iter().find(|(number, times)| **times > 1 || !told.contains(number.as_str()))
            {
                return Err(format!("citizen {place}: {more} is there twice or was never told"));
            }
            count.told += told.len();
        }
        Ok(count)
    }
}

/// Every case that the product shows a citizen, and how often.
fn shown(client: &mut Client) -> Result<BTreeMap<String, u32>, String> {
    let mut all = BTreeMap::new();
    let mut after = String::new();
    loop {
        let page = client.get(&format!("/api/v1/cases?limit=200&after={after}"))?.expect(200)?.json()?;
        for case in page.get("items").and_then(|items| items.as_array()).into_iter().flatten() {
            let number = case.get("number").and_then(|number| number.as_str()).unwrap_or_default();
            *all.entry(number.to_owned()).or_default() += 1;
        }
        match page.get("next").and_then(|next| next.as_str()) {
            Some(next) => next.clone_into(&mut after),
            None => return Ok(all),
        }
    }
}
