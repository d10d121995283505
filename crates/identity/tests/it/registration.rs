//! Opening an account, with every way of getting it wrong.

use identity::profile;
use kernel::{citizen::Sex, other_document::DocumentKind};
use testkit::for_each_engine;

use crate::kit::world;

/// A right form, with one field replaced.
fn form<'a>(replaced: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let right = [
        ("name", "赵敏"),
        ("document_kind", "citizen_id"),
        ("document", "11010519491231002X"),
        ("phone", "13900139000"),
        ("address", ""),
        ("login", "zhaomin"),
        ("password", "a long and good one"),
        ("again", "a long and good one"),
    ];
    right.into_iter().map(|(name, given)| (name, if name == replaced { value } else { given })).collect()
}

#[test]
fn a_person_opens_an_account_and_is_signed_in() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        client.get("/register").await.ok().has("居民身份证").has("外国人永久居留身份证");
        assert_eq!(client.post_form("/register", &form("", "")).await.see_other(), "/me");
        client.get("/me?shown=yes").await.ok().has("赵敏").has("11010519491231002X").has("身份未核实");
        let found = world
            .app
            .read(|read| {
                let id = identity::person_by_document(read, DocumentKind::CitizenId, "11010519491231002X")?;
                profile(read, &id.unwrap())
            })
            .unwrap();
        assert_eq!(found.birth_date.unwrap().to_string(), "1949-12-31");
        assert_eq!((found.sex, found.proved), (Some(Sex::Female), false));
        assert_eq!(format!("{found:?}"), format!("Profile({})", found.person), "nothing personal in a log");
        world.verify();
    });
}

#[test]
fn rare_characters_and_long_names_are_names() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let long = "ABCDEFGHIJ KLMNOPQRST UVWXYZABCD EFGHIJ-KL";
        assert_eq!(long.chars().filter(char::is_ascii_alphabetic).count(), 38);
        for (name, document, login) in [
            ("周\u{2cb4e}", "110105194912310038", "first"),
            ("阿不都热依木·买买提艾力", "110105194912310054", "second"),
            ("MAXIMILIAN ALEXANDER CHRISTOPHER VON BERLING", "110105194912310070", "third"),
            (long, "110105194912310097", "fourth"),
        ] {
            let client = world.app.nobody();
            let mut fields = form("name", name);
            for field in &mut fields {
                match field.0 {
                    "document" => field.1 = document,
                    "login" => field.1 = login,
                    _ => {}
                }
            }
            let answer = client.post_form("/register", &fields).await;
            assert_eq!(answer.status, 303, "{name}: {}", answer.text());
            client.get("/me?shown=yes").await.ok().has(name);
        }
    });
}

#[test]
fn whatever_is_wrong_is_said_at_its_field_and_nothing_is_written() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let client = world.app.nobody();
        let long = "长".repeat(101);
        for (field, value, message) in [
            ("name", "", "请填写"),
            ("name", "赵敏\u{1f600}", "名称中只能有"),
            ("name", "赵\u{0}敏", "无法识别的字符"),
            ("name", "\u{202e}赵敏", "无法识别的字符"),
            ("name", &long, "最多 100 个字"),
            ("document_kind", "library_card", "请从列出的选项中选择"),
            ("document", "", "请填写"),
            ("document", "110105194912310021", "校验码不对"),
            ("document", "11010519490231002X", "出生日期不存在"),
            ("document", "110105209912310029", "在今天之后"),
            ("document", "1101051949123100", "位数不对"),
            ("document", "一二三", "不该出现的字符"),
            ("document", "810000199408230021", "不是所选类型"),
            ("phone", "12345678901234567890", "电话号码"),
            ("login", "ab", "至少 4 个字"),
            ("login", "zhao min", "登录名只能有"),
            ("login", "WangFang", "已有人使用"),
            ("login", "440305199003071228", "已有人使用"),
            ("document", "440305199003071228", "已经注册过"),
            ("password", "1234567890", "太常见"),
            ("password", "my-zhaomin-password", "不要含有"),
            ("again", "something else", "不一致"),
        ] {
            let answer = client.post_form("/register", &form(field, value)).await;
            assert_eq!(answer.status, 422, "{field} = {value}");
            let answer = answer.has(message);
            if field != "password" && field != "again" {
                answer.lacks("a long and good one");
            }
        }
        let found =
            world.app.read(|read| identity::person_by_document(read, DocumentKind::CitizenId, "11010519491231002X"));
        assert_eq!(found.unwrap(), None);
        client.post_form("/register", &[]).await.refused(422);
    });
}

#[test]
fn the_same_form_sent_twice_at_once_opens_one_account() {
    for_each_engine(async |engine| {
        let world = world(&engine);
        let (one, two) = (world.app.nobody(), world.app.nobody());
        let fields = form("", "");
        let first = one.post_form("/register", &fields).await;
        let second = two.post_form("/register", &fields).await;
        assert_eq!((first.status, second.status), (303, 422));
        world.verify();
    });
}
