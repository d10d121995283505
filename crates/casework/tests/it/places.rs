//! Divisions that somebody answered are read as names with the levels above them, in the reader's
//! language, and messages name the item in it.

use casework::path;
use directory::import::DivisionFiles;
use kernel::access::Role;
use testkit::for_each_engine;

use crate::kit::{World, aside};

/// What gzip makes of nothing.
const NOTHING: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const TOWN: &str = "440117103";

/// Divisions of one town and of another city, as a list of their own.
fn divisions(world: &World) {
    let list =
        "code,name\n440000,广东省\n440100,广州市\n440117,从化区\n440117103,鳌头镇\n440300,深圳市\n440305,南山区\n";
    let english = "code,name\n440000,Guangdong\n440100,Guangzhou\n440117,Conghua\n440305,Nanshan\n";
    let files = DivisionFiles {
        provinces: NOTHING,
        cities: NOTHING,
        areas: NOTHING,
        streets: NOTHING,
        changes: NOTHING,
        corrections: b"",
        specials: list.as_bytes(),
        hongkong: b"",
        macau: b"",
        english: english.as_bytes(),
    };
    let store = world.app.store.clone();
    aside(|| directory::import::divisions(&store, &files).unwrap());
    world.app.settle();
}

#[test]
fn an_answered_division_is_read_as_its_name_with_the_levels_above_it() {
    for_each_engine(async |engine| {
        let world = World::on(&engine);
        divisions(&world);
        let (client, english) = (world.client(), world.client().in_english());
        let draft = client.post_form(&format!("/apply/{}", world.item("placed")), &[]).await.see_other();
        let section = format!("{draft}/form/where");
        client.get(&section).await.ok().has("鳌头镇");
        client.post_form(&section, &[("town", TOWN), ("born", "440305")]).await.see_other();
        // What was answered is among the choices, though it lies elsewhere.
        client.get(&section).await.ok().has("value=\"440305\" selected").has("广东省深圳市南山区");
        let check = format!("{draft}/check");
        client.get(&check).await.ok().has("广东省广州市从化区鳌头镇").has("广东省深圳市南山区").lacks(TOWN);
        english.get(&check).await.ok().has("鳌头镇, Conghua, Guangzhou, Guangdong").lacks(TOWN);
        let done = client.post_form(&check, &[("declared", "on")]).await.see_other();
        let case = done.trim_end_matches("/submitted").to_owned();
        // The copy of what was declared is Chinese.
        client.get(&format!("{case}/application")).await.ok().has("广东省广州市从化区鳌头镇").lacks(TOWN);
        let officer = world.app.as_staff(&world.staff(1, Role::Officer, "ch-market"));
        let desk = path::desk_case(&case.rsplit('/').next().unwrap().parse().unwrap());
        officer.get(&desk).await.ok().has("广东省广州市从化区鳌头镇").lacks(TOWN);
        officer.in_english().get(&desk).await.ok().has("鳌头镇, Conghua, Guangzhou, Guangdong").lacks(TOWN);
        // A copy for a new application keeps the answer.
        let copy = client.post_form(&format!("{case}/copy"), &[]).await.see_other();
        client.get(&format!("{copy}/check")).await.ok().has("广东省广州市从化区鳌头镇");
        client.get(&format!("{copy}/form/where")).await.ok().has(&format!("value=\"{TOWN}\" selected"));
        // The messages of this case, made once, are read in either language.
        client.get("/me/messages").await.ok().has("“带地点的”").lacks("With places");
        english.get("/me/messages").await.ok().has("With places").lacks("带地点的");
        let clerk = world.app.as_staff(&world.clerk());
        clerk.post_form(&format!("{desk}/receipt"), &[("seen", "1"), ("from", "submitted")]).await.see_other();
        let page = english.get("/me/messages").await.ok().has("was received by the window").lacks("带地点的");
        assert!(!page.text().contains("[["));
    });
}
