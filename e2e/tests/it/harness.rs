//! The tools of the journeys, tried on pages that the test itself serves: if one of these fails,
//! the browser or the harness is at fault, not the product.

use e2e::{Browser, Done, Fault, Setting, Stop};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

const HEAD: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width, initial-scale=1'><title>Test page</title><link rel=icon href='data:,'><style>:focus { outline: 3px solid #036 } .hidden:focus { outline: none }</style></head><body><main>";

/// A form; what the browser asked for; a page with faults; a page that a script changes.
const FORM: &str = "<h1>A  small
 form</h1><form method=post action=/sent>
<label for=name>Your name <span>(as on your card)</span></label> <input id=name name=name>
<label><input type=checkbox name=agree value=yes> I agree</label>
<label for=where>Where</label> <select id=where name=where><option>Here</option><option>There</option></select>
<label for=day>Day</label> <input type=date id=day name=day>
<label><input type=radio name=drink value=water> Water</label> <label><input type=radio name=drink value=tea> Tea</label>
<button>Send it</button></form><p><a href=/faults>To the faults</a></p>
<ul><li>First <button type=button>Open</button></li><li>Second <a href=/faults>Open</a></li></ul>";
const FAULTS: &str = "<h1>Faults</h1><input><div style='width: 900px'>wide</div><button class=hidden>Unseen</button><script>console.error('a complaint')</script>";
const SCRIPT: &str =
    "<h1>Script</h1><p id=who>without</p><script>document.getElementById('who').textContent = 'with'</script>";

/// Serves the pages above until the test ends; its address.
fn serve() -> Result<String, Fault> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(&stream))));
    Ok(format!("http://{address}"))
}

fn answer(mut stream: &TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut first, mut language, mut length) = (String::new(), String::new(), 0);
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? <= 2 {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "accept-language" => language = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let page = match first.split_whitespace().nth(1).unwrap_or_default() {
        "/" => FORM.to_owned(),
        "/sent" => format!("<h1>Thank you</h1><p>{body}</p>"),
        "/faults" => FAULTS.to_owned(),
        "/script" => SCRIPT.to_owned(),
        _ => format!("<h1>Asked</h1><p>{language}</p>"),
    };
    let page = format!("{HEAD}{page}</main></body></html>");
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
}

fn open(setting: Setting) -> Result<Browser, Fault> {
    let browser = Browser::open(&serve()?, setting, "harness")?;
    browser.visit("/")?;
    Ok(browser)
}

#[test]
fn a_form_is_filled_by_its_labels_and_sent_by_its_button() -> Done {
    let browser = open(Setting::default())?;
    browser.expect_heading("A small form")?;
    browser.fill("Your name", "王芳")?;
    browser.choose("I agree")?;
    browser.choose("I agree")?;
    browser.fill("Where", "There")?;
    browser.fill("Day", "2026-11-22")?;
    assert_eq!(browser.value("Your name")?, "王芳");
    browser.press("Send it")?;
    browser.expect_path("/sent")?;
    browser.expect_text("name=%E7%8E%8B%E8%8A%B3&agree=yes&where=There&day=2026-11-22")?;
    browser.back()?;
    browser.press_at("Second", "Open")?;
    browser.expect_heading("Faults")
}

#[test]
fn a_form_is_filled_and_sent_by_keyboard_alone() -> Done {
    let browser = open(Setting::default().by_keyboard())?;
    browser.fill("Your name", "Li")?;
    browser.choose("I agree")?;
    browser.choose("Tea")?;
    browser.press("Send it")?;
    browser.expect_text("name=Li&agree=yes&where=Here&day=&drink=tea")?;
    browser.visit("/faults")?;
    let fault = browser.tab_to(Stop::Button, "Unseen").unwrap_err().to_string();
    assert!(fault.contains("the focus can't be seen"), "{fault}");
    Ok(())
}

#[test]
fn axe_the_console_and_the_width_tell_a_good_page_from_a_bad_one() -> Done {
    let browser = open(Setting::default().phone())?;
    browser.axe()?;
    browser.expect_quiet_console()?;
    browser.expect_no_sideways()?;
    browser.visit("/faults")?;
    let violations = browser.violations()?.join("\n");
    assert!(violations.contains("label: "), "{violations}");
    assert!(browser.expect_quiet_console().unwrap_err().to_string().contains("a complaint"));
    assert!(browser.expect_no_sideways().unwrap_err().to_string().contains("div"));
    Ok(())
}

#[test]
fn a_setting_is_what_the_server_and_the_page_see() -> Done {
    let desktop = open(Setting::default().dark())?;
    desktop.visit("/asked")?;
    desktop.expect_text("zh-CN,zh")?;
    let dark = desktop.ask("return matchMedia('(prefers-color-scheme: dark)').matches")?;
    assert_eq!((dark, desktop.ask("return innerWidth")?), (true.into(), 1280.into()));
    let phone = open(Setting::default().phone().english())?;
    phone.visit("/asked")?;
    phone.expect_text("en-GB,en")?;
    assert_eq!(phone.ask("return innerWidth")?, 360);
    Ok(())
}

#[test]
fn without_javascript_pages_can_still_be_read_and_sent() -> Done {
    let with = open(Setting::default())?;
    with.visit("/script")?;
    assert_eq!(with.text_of("#who")?, "with");
    let without = open(Setting::default().without_javascript())?;
    without.visit("/script")?;
    assert_eq!(without.text_of("#who")?, "without");
    without.visit("/")?;
    without.fill("Your name", "Li")?;
    without.press("Send it")?;
    without.expect_text("name=Li&where=Here")
}

#[test]
fn a_picture_shows_the_whole_page_and_a_fault_says_what_was_there() -> Done {
    let browser = open(Setting::default())?;
    let file = browser.picture("form")?;
    assert!(std::fs::metadata(&file)?.len() > 1_000);
    let fault = browser.expect_no_text("Where").unwrap_err().to_string();
    assert!(
        fault.contains("`Where` is shown") && fault.contains("A small form") && fault.contains("at /\n"),
        "{fault}"
    );
    Ok(())
}
