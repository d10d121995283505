//! Each door is opened with the real binary.

use std::{
    path::Path,
    process::{Command, Output},
};

fn tongban(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tongban")).args(args).env_remove("TONGBAN_DATABASE_URL").output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn twenty_working_days_run_over_the_national_day_and_its_make_up_days() {
    let due = tongban(&["calendar", "due", "--from", "2026-09-25", "--working-days", "20", "--json"]);
    assert_eq!((code(&due), words(&due).trim()), (0, r#"{"due":"2026-10-29","provisional":false}"#));
    let day = tongban(&["calendar", "day", "2026-10-10", "2026-10-01", "2027-03-01", "2026-10-11"]);
    assert_eq!(
        words(&day),
        "2026-10-10\tworking\t国庆节\n2026-10-01\tholiday\t国庆节\n2027-03-01\tunknown\t\n2026-10-11\tweekend\t\n"
    );
}

#[test]
fn identity_numbers_are_checked_and_an_invalid_one_falls_short() {
    let good = tongban(&["id", "check", "--kind", "citizen", "11010519491231002X"]);
    assert_eq!((code(&good), words(&good).as_str()), (0, "11010519491231002X\tvalid\t\n"));
    let wrong = tongban(&["id", "check", "--kind", "citizen", "110105194912310021"]);
    assert_eq!(code(&wrong), 1);
    assert!(words(&wrong).contains("\tinvalid\twrong-check-character"), "{}", words(&wrong));
    let firm = tongban(&["id", "check", "--kind", "uscc", "11100000000013338W", "113700000045046442"]);
    assert_eq!(words(&firm), "11100000000013338W\tvalid\t\n113700000045046442\tvalid\t\n");
    let place = tongban(&["id", "check", "--kind", "division", "440117", "371200", "999999"]);
    assert_eq!(code(&place), 0);
    assert!(words(&place).starts_with("440117\tvalid\t\n371200\tvalid\t\n"), "{}", words(&place));
}

#[test]
fn a_command_that_is_not_understood_says_so_with_code_2() {
    assert_eq!(code(&tongban(&["calendar", "due", "--from", "yesterday", "--working-days", "3"])), 2);
    assert_eq!(code(&tongban(&["nothing"])), 2);
    for command in [
        "serve", "demo", "migrate", "import", "export", "verify", "doctor", "backup", "restore", "process", "dmn",
        "calendar", "id",
    ] {
        let help = tongban(&[command, "--help"]);
        assert_eq!(code(&help), 0, "{command}");
        assert!(words(&help).contains("Example: tongban"), "{command} shows an example");
    }
}

#[test]
fn a_demo_lives_cases_verifies_and_is_restored_from_its_backup() {
    let world = tempfile::tempdir().unwrap();
    let path = |name: &str| world.path().join(name).to_string_lossy().into_owned();
    let (data, copy, elsewhere) = (path("data"), path("copy"), path("elsewhere"));
    let demo = tongban(&["demo", "--data", &data, "--cases", "96", "--no-serve"]);
    assert_eq!(code(&demo), 0, "{}", String::from_utf8_lossy(&demo.stderr));
    let told = String::from_utf8_lossy(&demo.stderr).into_owned();
    assert!(told.contains("items of guangdong: 1984 read, 1984 new"), "{told}");
    assert!(told.contains("items of guangzhou: 119 read, 119 new"), "{told}");
    assert!(told.contains("items of qianfeng: 568 read, 568 new"), "{told}");

    let held = tongban(&["verify", "--data", &data, "--state", "--json"]);
    assert_eq!(code(&held), 0, "{}", words(&held));
    let report: serde_json::Value = serde_json::from_str(words(&held).trim()).unwrap();
    assert!(report["journal"]["entries"].as_u64().unwrap() > 3_000, "{report}");
    assert_eq!(report["state"]["faults"], serde_json::json!([]));

    let asked = tongban(&["export", "materials", "--data", &data, "--json"]);
    assert_eq!(code(&asked), 0, "four of five mentions of state-made papers are answered by a licence");
    let sum: serde_json::Value = serde_json::from_str(words(&asked).lines().last().unwrap()).unwrap();
    assert!(sum["most_asked"]["asked"].as_u64().unwrap() > 1_000, "{sum}");
    assert!(sum["most_asked"]["percent"].as_u64().unwrap() >= 80, "{sum}");

    let again = tongban(&["demo", "--data", &data, "--no-serve"]);
    assert!(!String::from_utf8_lossy(&again.stderr).contains("new"), "a second run changes nothing");
    let refused = tongban(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert_eq!(code(&refused), 1);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("serve-demo-store"));

    assert_eq!(code(&tongban(&["backup", "--data", &data, "--to", &copy, "--with-keys"])), 0);
    assert_eq!(code(&tongban(&["restore", "--data", &elsewhere, "--from", &copy])), 0);
    assert_eq!(code(&tongban(&["verify", "--data", &elsewhere, "--state"])), 0);
    let looked = tongban(&["doctor", "--data", &elsewhere]);
    assert_eq!(code(&looked), 0);
    let told = String::from_utf8_lossy(&looked.stdout);
    assert!(told.contains("0 cases stand at an incident") && told.contains("0 that nothing names"), "{told}");
    // A limit that is nearly reached is told before writers are refused.
    let narrow = world.path().join("narrow.toml");
    std::fs::write(&narrow, "database_most_mib = 1\n").unwrap();
    let looked = tongban(&["doctor", "--data", &elsewhere, "--config", &narrow.to_string_lossy()]);
    assert_eq!(code(&looked), 1);
    assert!(String::from_utf8_lossy(&looked.stdout).contains("raise database_most_mib"));
    assert!(Path::new(&elsewhere).join("tongban.db").exists());
}

#[test]
fn a_list_is_imported_on_an_empty_store_and_the_last_line_says_what_became_of_it() {
    let world = tempfile::tempdir().unwrap();
    let data = world.path().join("data").to_string_lossy().into_owned();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    let list = [root, "/items/guangzhou-items.jsonl.gz"].concat();
    let mapping = [root, "/demo/guangzhou.toml"].concat();
    let report = |extra: &[&str]| {
        let args = [&["import", "items", &list, "--mapping", &mapping, "--data", &data, "--json"], extra].concat();
        let output = tongban(&args);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str::<serde_json::Value>(words(&output).lines().last().unwrap()).unwrap()
    };
    assert_eq!(report(&["--dry-run"])["created"], 119);
    assert_eq!(report(&[])["created"], 119);
    let second = report(&[]);
    assert_eq!((&second["created"], &second["unchanged"]), (&0.into(), &119.into()));
    let absent = tongban(&["verify", "--data", "/nonexistent/nowhere"]);
    assert_eq!(code(&absent), 1);
}
