//! Official numbers: none twice, each with its check character.

use std::collections::BTreeSet;

use directory::{Directory, bodies, import, is_number};

use crate::kit::on_each_engine;

#[test]
fn no_number_is_given_twice_by_several_nodes_and_threads() {
    on_each_engine(|world| {
        let store = world.open();
        import::bodies(&store, r#"{"key":"a","name":"甲","division":"4401","level":"city","line":"民政"}"#.as_bytes())
            .unwrap();
        let body = store.read(|read| bodies::by_key(read, "a")).unwrap().unwrap();
        let nodes = [Directory::new(), Directory::new()];
        let drawn: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|thread| {
                    let (store, body, node) = (&store, &body, &nodes[thread % 2]);
                    scope.spawn(move || {
                        (0..120).map(|_| node.draw_number(store, body, "A", 2026).unwrap()).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 480);
        for number in &drawn {
            assert!(number.starts_with("4401000012026A") && number.len() == 23, "{number}");
            assert!(is_number(number) && is_number(&number.to_lowercase()), "{number}");
        }
        let wrong = drawn[0].replace("2026A", "2025A");
        assert!(!is_number(&wrong) && !is_number("") && !is_number("440100"));
        let next_year = nodes[0].draw_number(&store, &body, "A", 2027).unwrap();
        assert!(next_year.starts_with("4401000012027A00000001"));
        assert!(nodes[0].draw_number(&store, &body, "\u{738b}", 2027).is_err());
    });
}
