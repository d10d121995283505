//! An editor draws how an item is handled, a second person publishes it, and the next case goes by it:
//! once in the modeller of a wide screen, once by form on a telephone without JavaScript.

use e2e::{Browser, Done, Fault, Server, Setting};

/// The words of a reader's language.
struct Words {
    item: &'static str,
    found: &'static str,
    place: &'static str,
    everywhere: &'static str,
    base: &'static str,
    generated: &'static str,
    note: &'static str,
    begin: &'static str,
    fit: &'static str,
    publish: &'static str,
    published: &'static str,
}

const ZH: Words = Words {
    item: "食品经营许可",
    found: "食品经营许可（新办）",
    place: "适用地区",
    everywhere: "所有地区",
    base: "从哪里开始",
    generated: "自动生成的模型",
    note: "说明",
    begin: "开始编制",
    fit: "没有发现问题",
    publish: "发布这个版本",
    published: "生效",
};
const EN: Words = Words {
    item: "食品经营许可",
    found: "Food business licence (new)",
    place: "Where it holds",
    everywhere: "Everywhere",
    base: "Begin with",
    generated: "The generated model",
    note: "Note",
    begin: "Begin drawing",
    fit: "Nothing stands in the way",
    publish: "Publish this version",
    published: "Published",
};

/// The editor begins a draft; its address.
fn begin(editor: &Browser, words: &Words) -> Result<String, Fault> {
    editor.sign_in("/sign-in", "editor", "editor123")?;
    editor.visit(&format!("/console/models?q={}", words.item))?;
    editor.follow(words.found)?;
    editor.expect_heading(words.found)?;
    editor.fill(words.place, words.everywhere)?;
    editor.fill(words.base, words.generated)?;
    editor.fill(words.note, "再审一次")?;
    editor.press(words.begin)?;
    editor.expect_path("/console/models/edition_")?;
    editor.expect_text(words.fit)?;
    editor.path()
}

/// Types into a field of the modeller's panel, which scrolls inside its own box.
fn in_panel(editor: &Browser, field: &str, value: &str) -> Done {
    let script = format!(
        "const field = document.getElementById('modeller-{field}'); field.focus(); field.value = '{value}'; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})); return true;"
    );
    editor.ask(&script).map(drop)
}

/// The head publishes it; who drew it can't.
fn publish(server: &Server, setting: Setting, words: &Words, address: &str) -> Done {
    let head = Browser::open(&server.origin, setting, "models")?;
    head.sign_in("/sign-in", "head", "head1234")?;
    head.visit(address)?;
    head.press(words.publish)?;
    head.expect_text(words.published)?;
    head.picture("published")?;
    Ok(())
}

#[test]
fn a_model_is_drawn_in_the_modeller_and_published_by_another() -> Done {
    let server = Server::demo()?;
    let setting = Setting::default();
    let editor = Browser::open(&server.origin, setting, "models")?;
    let address = begin(&editor, &ZH)?;
    // The modeller stands where the text stood, and what is said in its form comes into the text.
    editor.expect_text("模型检查未发现问题")?;
    assert!(editor.count(".djs-container svg [data-element-id=review_1]")? > 0);
    editor.fill("元素", "人工任务 审核")?;
    editor.fill("名称", "材料复核")?;
    in_panel(&editor, "days", "4")?;
    in_panel(&editor, "legal-basis", "")?;
    // The fault shows while it is drawn.
    editor.expect_text("要写明法律依据")?;
    editor.picture("drawing")?;
    in_panel(&editor, "legal-basis", "AL 34")?;
    editor.expect_text("模型检查未发现问题")?;
    editor.axe()?;
    editor.press("保存草稿")?;
    editor.expect_text("材料复核")?;
    editor.expect_no_text("[[")?;
    editor.picture("drawn")?;
    editor.follow("预演")?;
    editor.follow("同意")?;
    editor.follow("准予")?;
    editor.expect_text("流程走完了")?;
    editor.axe()?;
    editor.visit(&address)?;
    editor.follow("比较")?;
    editor.expect_text("材料复核")?;
    editor.axe()?;
    publish(&server, setting, &ZH, &address)
}

#[test]
fn a_step_is_added_by_form_on_a_telephone_without_javascript() -> Done {
    let server = Server::demo()?;
    let setting = Setting::default().english().phone().without_javascript();
    let editor = Browser::open(&server.origin, setting, "models")?;
    let address = begin(&editor, &EN)?;
    editor.press("Change a step")?;
    editor.fill("What to do", "Add a step after it")?;
    editor.fill("Which step", "Review: The body that offers the item")?;
    editor.fill("Body at", "County or district")?;
    editor.fill("Line", "公安")?;
    // Without its basis nothing is added, and what was typed stays.
    editor.press("Change the draft")?;
    editor.expect_text("Legal basis of the step")?;
    assert_eq!(editor.value("Line")?, "公安");
    editor.fill("Legal basis of the step", "AL 34")?;
    editor.press("Change the draft")?;
    editor.expect_text("County or district body for 公安")?;
    editor.picture("by-form")?;
    publish(&server, setting, &EN, &address)
}
