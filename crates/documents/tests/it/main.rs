//! The documents as their users get them: every sample in both languages, and data that try to
//! break out of their place.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may be blunt")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use documents::{Error, Meta, Pdf, Template, data, extract_record, missing_glyphs, render};
use kernel::{Date, Locale};
use serde_json::{Value, json};

fn meta(locale: Locale) -> Meta {
    Meta { title: "样例".into(), locale, created: Date::constant(2026, 11, 20), record: None }
}

fn licence_of(name: &str) -> Value {
    let mut licence = data::sample(Template::Licence);
    licence["holder"][0]["value"] = json!(name);
    licence
}

fn zh(template: Template, value: &Value) -> Pdf {
    render(template, value, &meta(Locale::Zh)).unwrap()
}

/// The text of a PDF by an independent reader; none where it is not installed.
fn read_back(pdf: &Pdf) -> Option<String> {
    let reader =
        Command::new("pdftotext").args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut reader = reader.ok()?;
    reader.stdin.take()?.write_all(&pdf.bytes).ok()?;
    String::from_utf8(reader.wait_with_output().ok()?.stdout).ok()
}

fn holds(pdf: &Pdf, text: &str) -> bool {
    pdf.bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn every_sample_is_an_archivable_accessible_pdf_in_both_languages() {
    for template in Template::ALL {
        for locale in Locale::ALL {
            let pdf = render(template, &data::sample(template), &meta(locale)).unwrap();
            assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
            assert!(holds(&pdf, "<pdfaid:part>2</pdfaid:part>"), "{template:?}");
            assert!(holds(&pdf, "<pdfaid:conformance>B</pdfaid:conformance>"));
            assert!(holds(&pdf, "<pdfuaid:part>1</pdfuaid:part>"));
            assert!(pdf.missing_glyphs.is_empty(), "{template:?} {:?}", pdf.missing_glyphs);
            assert_eq!(extract_record(&pdf.bytes), None);
            let most = if template == Template::OneTimeNotice || locale == Locale::En { 2 } else { 1 };
            assert!((1..=most).contains(&pdf.pages), "{template:?} {locale:?}: {} pages", pdf.pages);
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes_on_any_thread() {
    let value = data::sample(Template::Notice);
    let first = zh(Template::Notice, &value).bytes;
    zh(Template::Licence, &licence_of("另一份"));
    let other = std::thread::spawn(move || zh(Template::Notice, &value).bytes).join().unwrap();
    assert!(first == other);
    assert!(first != zh(Template::Notice, &json_with(&data::sample(Template::Notice), "addressee", "李强")).bytes);
}

fn json_with(value: &Value, field: &str, text: &str) -> Value {
    let mut value = value.clone();
    value[field] = json!(text);
    value
}

#[test]
fn the_sealed_record_is_read_back_from_the_file_alone() {
    let record = format!(r#"{{"type":"食品经营许可证","note":"{}","signature":"MEUCIQ=="}}"#, "甲(乙)\\".repeat(300));
    let meta = Meta { record: Some(record.clone()), ..meta(Locale::Zh) };
    let pdf = render(Template::Licence, &data::sample(Template::Licence), &meta).unwrap();
    assert_eq!(extract_record(&pdf.bytes), Some(record));
    assert_eq!(pdf.pages, 1);
    let mut cut = pdf.bytes;
    cut.truncate(1000);
    assert_eq!(extract_record(&cut), None);
    let long = Meta { record: Some("x".repeat(documents::MAX_RECORD + 1)), ..meta };
    assert!(matches!(render(Template::Licence, &data::sample(Template::Licence), &long), Err(Error::RecordTooLong(_))));
}

#[test]
fn rare_characters_of_names_are_drawn_and_unknown_ones_are_reported() {
    assert!(zh(Template::Licence, &licence_of("刘\u{2CB4E}、陳龍、王堃")).missing_glyphs.is_empty());
    let pdf = zh(Template::Licence, &licence_of("王\u{3106C}\u{1F600}\u{3106C}"));
    assert_eq!(pdf.missing_glyphs, ['\u{3106C}', '\u{1F600}']);
    assert!(missing_glyphs("\u{2CB4E}").is_empty());
    if let Some(text) = read_back(&pdf) {
        assert!(text.contains("王〓〓〓"), "{text}");
    }
}

#[test]
fn what_data_say_is_text_and_never_a_command() {
    let evil = "#panic() #read(\"/etc/passwd\") #import \"@preview/x:1.0.0\" *粗* _斜_ = 题 $x^2$ <a> `b` \\ ~ // /* ]} @ref {#";
    let mut notice = data::sample(Template::Notice);
    notice["addressee"] = json!(evil);
    notice["heading"]["zh"] = json!("#panic()");
    notice["paragraphs"][0]["zh"] = json!(evil);
    notice["facts"][0] = json!({ "label": { "zh": evil, "en": evil }, "value": evil, "source": evil });
    notice["date"] = json!("2026-99-99");
    notice["seal"]["name"] = json!("<script>&局");
    notice["verify_url"] = json!("https://example.gov.cn/\"><x>");
    for locale in Locale::ALL {
        let title = Meta { title: evil.into(), ..meta(locale) };
        let pdf = render(Template::Notice, &notice, &title).unwrap();
        if let Some(text) = read_back(&pdf) {
            assert!(text.contains("#panic() #read(\"/etc/passwd\")"), "{text}");
            assert!(!text.contains("root:"));
        }
    }
}

#[test]
fn controls_direction_marks_and_endless_words_do_no_harm() {
    let odd: String =
        (0u32..0x20).filter_map(char::from_u32).chain("\u{7F}\u{202E}\u{2066}\u{FEFF}\u{FFFE}".chars()).collect();
    let pdf = zh(Template::Licence, &licence_of(&format!("甲{odd}乙\u{301}")));
    assert_eq!(pdf.missing_glyphs, ['\u{FFFE}', '\u{301}']);
    let long = zh(Template::Licence, &licence_of(&"A".repeat(10_000)));
    assert!(long.pages > 1);
    if let Some(text) = read_back(&long) {
        assert_eq!(
            text.matches('A').count()
                - read_back(&zh(Template::Licence, &licence_of(""))).unwrap().matches('A').count(),
            10_000
        );
    }
    assert!(zh(Template::Licence, &licence_of(&"甲".repeat(10_000))).pages > 1);
}

#[test]
fn a_face_goes_overleaf_whatever_is_marked_on_it() {
    let of = |template: Template, key: &str| -> (Value, Value) {
        let sample = data::sample(template);
        let row = sample[key][0].clone();
        (sample, row)
    };
    for (sample, void) in [(false, false), (true, false), (false, true), (true, true)] {
        for count in [9, 40] {
            let (mut licence, row) = of(Template::Licence, "fields");
            licence["fields"] = Value::Array(vec![row; count]);
            licence["sample"] = json!(sample);
            licence["void"] =
                if void { json!({ "state": { "zh": "已注销" }, "since": "2026-11-20" }) } else { Value::Null };
            let pdf = render(Template::Licence, &licence, &meta(Locale::Zh));
            let pdf = pdf.unwrap_or_else(|error| panic!("{count} fields, sample {sample}, void {void}: {error}"));
            assert!(pdf.pages > usize::from(count > 13));
        }
        let (mut slip, row) = of(Template::Slip, "materials");
        slip["materials"] = Value::Array(vec![row; 60]);
        slip["sample"] = json!(sample);
        assert!(zh(Template::Slip, &slip).pages > 1);
    }
}

#[test]
fn data_that_do_not_fit_are_refused() {
    let refused = |value: &Value| render(Template::Licence, value, &meta(Locale::Zh));
    assert!(matches!(refused(&json!({})), Err(Error::Data(_))));
    assert!(matches!(refused(&json!(null)), Err(Error::Data(_))));
    assert!(matches!(refused(&json_with(&licence_of("甲"), "typo", "x")), Err(Error::Data(_))));
    assert!(matches!(refused(&licence_of(&"甲".repeat(documents::MAX_CHARACTERS))), Err(Error::TooLong(_))));
    assert!(matches!(refused(&json_with(&licence_of("甲"), "verify_url", &"x".repeat(4000))), Err(Error::Qr)));
}

#[test]
fn a_void_sample_says_so_on_its_face() {
    let mut licence = licence_of("甲");
    licence["sample"] = json!(true);
    licence["void"] = json!({ "state": { "zh": "已注销", "en": "Cancelled" }, "since": "2027-03-01" });
    let pdf = zh(Template::Licence, &licence);
    assert_eq!(pdf.pages, 1);
    if let Some(text) = read_back(&pdf) {
        // The watermark stands aslant, so the reader breaks it into pieces.
        let pieces: String = text.split_whitespace().collect();
        assert!(pieces.contains("已注销") && pieces.contains("样本SAMPLE"), "{text}");
    }
}

#[test]
fn the_text_reads_back_in_order() {
    let pdf = zh(Template::Application, &data::sample(Template::Application));
    if let Some(text) = read_back(&pdf) {
        let places: Vec<usize> =
            ["食品经营许可申请表", "440106-2026-00012345-7", "公民身份号码", "承诺与声明", "签名时间"]
                .iter()
                .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} is not in {text}")))
                .collect();
        assert!(places.is_sorted());
    }
}

#[test]
fn empty_parts_leave_no_trace_and_many_rows_go_on_overleaf() {
    let text = json!({ "zh": "甲" });
    let bare = json!({ "heading": text, "number": "1", "addressee": "", "paragraphs": [], "issuer": text, "date": "2026-11-20" });
    assert_eq!(zh(Template::Notice, &bare).pages, 1);
    let mut slip = data::sample(Template::Slip);
    let one = slip["materials"][0].clone();
    slip["materials"] = Value::Array(vec![one; 120]);
    assert!(zh(Template::Slip, &slip).pages >= 4);
}
