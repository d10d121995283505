//! The files of the modellers, where they were fetched, and the words that their scripts show.

use std::collections::BTreeMap;

use kernel::Locale;

const OWN: [&str; 5] = ["modeller.js", "modeller-bpmn.js", "modeller-dmn.js", "modeller-panel.js", "modeller-steps.js"];

#[tokio::test]
async fn a_modeller_is_whole_or_absent() {
    let app = testkit::TestApp::with(vec![crate::room::module()]);
    let nobody = app.nobody();
    let Some(tags) = web::modellers::bpmn() else {
        assert!(web::modellers::dmn().is_none());
        nobody.get(&web::assets::href("bpmn-modeler.js")).await.not_found();
        return;
    };
    let decisions = web::modellers::dmn().unwrap();
    let packed = app.nobody().with_header("accept-encoding", "gzip, br");
    for href in [tags.styles, tags.scripts, decisions.styles, decisions.scripts, vec![tags.licences]].concat() {
        let plain = nobody.get(&href).await.ok();
        assert!(plain.header("cache-control").contains("immutable"), "{href}");
        assert_eq!(plain.header("content-encoding"), "", "{href}");
        let text = plain.text();
        let short = packed.get(&href).await.ok();
        assert_eq!(short.header("content-encoding"), "br", "{href}");
        assert!(short.bytes.len() * 2 < text.len(), "{href}");
        let fonts = text.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next());
        for font in fonts.filter(|font| href.ends_with(".css") && font.ends_with(".woff2")) {
            let beside = href.rsplit_once('/').unwrap().0;
            assert_eq!(nobody.get(&[beside, "/", font].concat()).await.ok().header("content-type"), "font/woff2");
        }
    }
    let licences = nobody.get(&web::assets::href("modellers-licences.txt")).await.ok();
    licences.has("watermark must stay fully visible").has("SIL OPEN FONT LICENSE");
}

#[test]
fn every_word_that_a_script_says_exists_in_both_languages() {
    let texts = web::Texts::join(&[
        ("web", Locale::Zh, include_str!("../../locales/zh-CN.ftl")),
        ("web", Locale::En, include_str!("../../locales/en.ftl")),
    ]);
    let texts = texts.unwrap();
    for locale in [Locale::Zh, Locale::En] {
        let words: BTreeMap<String, String> = serde_json::from_str(&web::modellers::labels(&texts, locale)).unwrap();
        let mut said = 0;
        for name in OWN {
            let script = std::str::from_utf8(web::assets::content(name).unwrap()).unwrap();
            for opening in ["say(\"", "tell(\"", "button(\"", "field(\"", "row(\""] {
                for key in script.split(opening).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let family = key.ends_with('-');
                    let known = words.keys().any(|word| word == key || (family && word.starts_with(key)));
                    assert!(key.is_empty() || known, "{name} says {key}");
                    said += 1;
                }
            }
        }
        assert!(said > 20, "{said}");
    }
}
