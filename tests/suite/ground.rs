//! The ground floor to the letter, whatever stands on it: names and who reads them, and exact amounts.

use candor::name::{EditionName, FileName, Grant, NameFault, Reader, Suffix, is_device, is_name};
use candor::quantity::{Decimal, Money};

fn account(audience: &str, account: &str) -> Suffix {
    Suffix::Account { audience: audience.to_owned(), account: account.to_owned() }
}

fn audience(name: &str) -> Suffix {
    Suffix::Audience(name.to_owned())
}

#[test]
fn a_suffix_is_one_thing_or_a_fault() {
    let not = |part: &str| Err(NameFault::NotAName(part.to_owned()));
    for (written, parsed) in [
        ("", Ok(Suffix::Public)),
        ("internal", Ok(Suffix::Internal)),
        ("support", Ok(audience("support"))),
        ("strategic.acme", Ok(account("strategic", "acme"))),
        ("strategic.internal", Ok(account("strategic", "internal"))),
        ("public", Err(NameFault::Reserved)),
        ("public.acme", Err(NameFault::Reserved)),
        ("internal.acme", Err(NameFault::Reserved)),
        ("a.b.c", Err(NameFault::TooManyParts("a.b.c".to_owned()))),
        ("Support", not("Support")),
        ("strategic.", not("")),
        (".acme", not("")),
        ("-a", not("-a")),
    ] {
        assert_eq!(Suffix::parse(written), parsed, "{written}");
    }
    let all = [Suffix::Public, Suffix::Internal, audience("support"), account("strategic", "acme")];
    assert_eq!(all.clone().map(|suffix| suffix.narrowness()), [0, 1, 2, 3]);
    assert_eq!(all.map(|suffix| suffix.to_string()), ["public", "internal", "support", "strategic.acme"]);
}

#[test]
fn a_file_name_is_taken_apart_or_a_fault() {
    let named = |stem: &str, suffix, extension: &str| {
        Ok(FileName { stem: stem.to_owned(), suffix, extension: extension.to_owned() })
    };
    let not = |part: &str| Err(NameFault::NotAName(part.to_owned()));
    for (name, parsed) in [
        ("01-x.md", named("01-x", Suffix::Public, "md")),
        ("01-x.support.md", named("01-x", audience("support"), "md")),
        ("x.strategic.acme.png", named("x", account("strategic", "acme"), "png")),
        ("x.con.md", named("x", audience("con"), "md")),
        ("console.md", named("console", Suffix::Public, "md")),
        ("con.md", Err(NameFault::Device("con".to_owned()))),
        ("x", Err(NameFault::NoExtension)),
        ("x.", not("")),
        ("x.MD", not("MD")),
        ("X.md", not("X")),
        (".md", not("")),
        ("x..md", not("")),
        ("x..support.md", not("")),
        ("x.public.md", Err(NameFault::Reserved)),
    ] {
        assert_eq!(FileName::parse(name), parsed, "{name}");
    }
    for (name, is) in [("x", true), ("x.md", true), ("x.y.md", false), ("", true)] {
        assert_eq!(FileName::is_without_suffix(name), is, "{name}");
    }
    let longest = "x".repeat(80);
    for (word, is) in [
        ("a", true),
        ("0", true),
        ("a-0", true),
        ("a-", true),
        (longest.as_str(), true),
        (&(longest.clone() + "x"), false),
        ("", false),
        ("-a", false),
        ("a_b", false),
        ("a.b", false),
        ("aB", false),
        ("aé", false),
    ] {
        assert_eq!(is_name(word), is, "{word}");
    }
    for device in ["con", "prn", "aux", "nul", "com0", "com9", "lpt1"] {
        assert!(is_device(device), "{device}");
    }
    for other in ["com", "com10", "lpt", "coma", "con1", "xcon", ""] {
        assert!(!is_device(other), "{other}");
    }
}

#[test]
fn editions_are_filed_by_their_names() {
    let names = [
        EditionName::Public,
        EditionName::Audience("support".to_owned()),
        EditionName::Account { audience: "strategic".to_owned(), account: "acme".to_owned() },
    ];
    assert_eq!(names.clone().map(|name| name.folder()), ["public", "private/support", "private/strategic/acme"]);
    assert_eq!(names.clone().map(|name| name.to_string()), ["public", "support", "strategic/acme"]);
    assert_eq!(names.map(|name| name.is_public()), [true, false, false]);
}

#[test]
fn a_grant_is_a_suffix_or_every_account() {
    assert_eq!(Grant::parse("internal"), Ok(Grant::Suffix(Suffix::Internal)));
    assert_eq!(Grant::parse("strategic.acme"), Ok(Grant::Suffix(account("strategic", "acme"))));
    assert_eq!(Grant::parse("strategic.*"), Ok(Grant::EveryAccount("strategic".to_owned())));
    for refused in ["internal.*", "public.*", "strategic.acme.*", ".*"] {
        assert_eq!(Grant::parse(refused), Err(NameFault::Reserved), "{refused}");
    }
    assert_eq!(Grant::parse("*"), Err(NameFault::NotAName("*".to_owned())));
}

/// Every suffix, and who reads it: everyone, support, the board, a customer.
#[test]
fn each_reader_reads_what_is_granted_and_nothing_else() {
    let grants = |written: &[&str]| written.iter().map(|one| Grant::parse(one).unwrap()).collect::<Vec<_>>();
    let readers = [
        Reader::public(),
        Reader::audience("support", grants(&["internal", "strategic", "strategic.acme"])),
        Reader::audience("board", grants(&["internal", "support", "strategic", "strategic.*"])),
        Reader::account("strategic", "acme"),
    ];
    for (suffix, reads) in [
        (Suffix::Public, [true, true, true, true]),
        (Suffix::Internal, [false, true, true, false]),
        (audience("support"), [false, true, true, false]),
        (audience("board"), [false, false, true, false]),
        (audience("strategic"), [false, true, true, true]),
        (account("strategic", "acme"), [false, true, true, true]),
        (account("strategic", "globex"), [false, false, true, false]),
        (account("partners", "acme"), [false, false, false, false]),
    ] {
        assert_eq!(readers.each_ref().map(|reader| reader.may_read(&suffix)), reads, "{suffix}");
    }
    let own = [Suffix::Public, audience("support"), audience("board"), account("strategic", "acme")];
    assert_eq!(readers.each_ref().map(Reader::own), own);
    assert_eq!(readers.each_ref().map(Reader::is_inside), [false, true, true, false]);
    let covers = |outer: &Reader| readers.each_ref().map(|inner| outer.covers(inner));
    assert_eq!(covers(&readers[0]), [true, false, false, false]);
    assert_eq!(covers(&readers[1]), [true, true, false, true]);
    assert_eq!(covers(&readers[2]), [true, true, true, true]);
    assert_eq!(covers(&readers[3]), [true, false, false, true]);
    // Its own words alone don't make somebody else's shown: what else that reader reads must be readable too.
    let narrow = Reader::audience("narrow", grants(&["support"]));
    assert!(!narrow.covers(&readers[1]) && narrow.may_read(&readers[1].own()));
    let nearly = Reader::audience("nearly", grants(&["internal", "support", "board", "strategic"]));
    assert!(!nearly.covers(&readers[2]), "every account is more than some");
}

#[test]
fn decimals_are_rounded_half_up_and_shown_without_more_than_they_have() {
    for (millionths, places, shown) in [
        (22_450_000, 1, "22.5"),
        (22_449_999, 1, "22.4"),
        (-22_450_000, 1, "-22.5"),
        (-1, 2, "0.00"),
        (-5_000, 2, "-0.01"),
        (0, 2, "0.00"),
        (1_500_000, 0, "2"),
        (-500_000, 0, "-1"),
        (-499_999, 0, "0"),
        (1_050_000, 2, "1.05"),
        (123_456, 6, "0.123456"),
        (123_456, 9, "0.123456"),
    ] {
        assert_eq!(Decimal(millionths).rounded(places), shown, "{millionths} to {places}");
    }
    for (millionths, shown) in [
        (99_950_000, "99.95"),
        (40_000_000_000, "40000"),
        (100_000_000, "100"),
        (0, "0"),
        (-500_000, "-0.5"),
        (1, "0.000001"),
    ] {
        assert_eq!(Decimal(millionths).to_string(), shown);
        assert_eq!(serde_json::to_string(&Decimal(millionths)).unwrap(), format!("\"{shown}\""));
    }
}

#[test]
fn a_share_never_shows_as_more_than_it_is() {
    for (millionths, shown) in [
        (100_000_000, "100"),
        (99_999_999, "99.99"),
        (99_990_000, "99.99"),
        (99_989_999, "99.98"),
        (50_000_000, "50.00"),
        (10_000, "0.01"),
        (9_999, "0.00"),
        (0, "0.00"),
    ] {
        assert_eq!(Decimal(millionths).share(), shown, "{millionths}");
    }
}

#[test]
fn money_has_the_decimals_of_its_currency() {
    let digits = |currency: &str| Money { amount: Decimal(0), currency: currency.to_owned() }.digits();
    let none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    let three = "BHD IQD JOD KWD LYD OMR TND";
    assert!(none.split(' ').all(|currency| digits(currency) == 0));
    assert!(three.split(' ').all(|currency| digits(currency) == 3));
    assert!(["EUR", "USD", "CHF", "GBP"].into_iter().all(|currency| digits(currency) == 2));
}
