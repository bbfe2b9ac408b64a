//! What becomes of the words below the front matter, to the letter, and that nothing hostile gets through.

use crate::generated::tried;
use crate::promises::html::{cleaned, normal};
use crate::promises::words::{escaped, page, shown};
use candor::diagnostic::Scope;
use candor::model::words::{Thread, Words};
use candor::name::Suffix;
use candor::read::markdown::words;
use proptest::prelude::*;
use std::sync::Arc;

const FRONT: &str = "---\nä: ö\n---\n";

/// The words, and each fault as the text at its place, its phrase and its hint.
fn read(markdown: &str) -> (Words, Vec<String>) {
    let text: Arc<str> = Arc::from(format!("{FRONT}{markdown}"));
    let scope = Scope::Readers(Suffix::Public);
    let (words, faults) = words(&Arc::from("a.md"), &text, FRONT.len()..text.len(), "p", &scope);
    for thread in words.seams.iter().map(|seam| &seam.thread) {
        if let Thread::Address { span, .. } = thread {
            assert!(text.get(span.0..span.1).is_some());
        }
    }
    assert!(words.seams.is_sorted_by_key(|seam| seam.at));
    let told = faults.iter().map(|fault| {
        assert_eq!(fault.scope, scope);
        format!("{}: {} ({})", &text[fault.place.start..fault.place.end], fault.phrase, fault.hints.join("; "))
    });
    let told = told.collect();
    (words, told)
}

fn plain(words: &Words) -> String {
    shown(words, &mut escaped).text()
}

fn html(markdown: &str) -> String {
    let (words, told) = read(markdown);
    assert_eq!(told, Vec::<String>::new());
    page(&words)
}

fn told(markdown: &str) -> Vec<String> {
    read(markdown).1
}

#[test]
fn paragraphs_lists_and_code_are_written() {
    assert_eq!(
        html(
            "One *two* **three** ~~four~~ `<x>`  \nfive & \"six\"\n\n> q\n\n---\n\n3. a\n4. b\n\n```sh\nif a < b\n```\n"
        ),
        "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>&lt;x&gt;</code><br>\nfive &amp; &quot;six&quot;</p>\n\
         <blockquote>\n<p>q</p>\n</blockquote>\n<hr>\n<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n\
         <pre tabindex=\"0\"><code>if a &lt; b\n</code></pre>\n"
    );
    assert_eq!(html(""), "");
}

#[test]
fn headings_close_up_below_the_page_they_stand_on() {
    let levels = |markdown: &str, base: u8| {
        let sewn = shown(&read(markdown).0, &mut escaped).sewn(base, "");
        sewn.lines().filter_map(|line| line.strip_prefix("<h")?.get(..1)?.parse().ok()).collect::<Vec<u8>>()
    };
    assert_eq!(levels("# a\n### b\n# c\n", 2), [2, 3, 2]);
    assert_eq!(levels("### a\n\n##### b\n\n#### c\n", 3), [3, 4, 4]);
    assert_eq!(levels("## a\n# b\n## c\n", 2), [2, 2, 3]);
    assert_eq!(levels("# a\n## b\n### c\n", 5), [5, 6, 6]);
    assert_eq!(html("# a *b* {#x onclick=y}\n"), "<h2>a <em>b</em> {#x onclick=y}</h2>\n");
}

#[test]
fn addresses_of_the_site_are_left_to_the_page() {
    let (words, told) = read("[a](../b \"t\") ![c d](e.png) [f](#g) [h](https://i.example/?j&k) <l@m.example>\n");
    assert_eq!(told, Vec::<String>::new());
    let mut asked = Vec::new();
    let lead = &mut |written: &str| {
        asked.push(written.to_owned());
        format!("{}.html", asked.len())
    };
    let sewn = shown(&words, lead).sewn(2, "../");
    assert_eq!(asked, ["../b", "e.png", "#g"]);
    assert_eq!(
        sewn,
        "<p><a href=\"../1.html\" title=\"t\">a</a> <img src=\"../2.html\" alt=\"c d\" loading=\"lazy\"> \
         <a href=\"../3.html\">f</a> <a href=\"https://i.example/?j&amp;k\" rel=\"noopener noreferrer\">h</a> \
         <a href=\"mailto:l@m.example\">l@m.example</a></p>\n"
    );
    assert!(matches!(&words.seams[0].thread, Thread::Address { span: (start, end), .. }
        if &format!("{FRONT}{}", words.markdown)[*start..*end] == "[a](../b \"t\")"));
}

#[test]
fn tables_scroll_and_tasks_have_names() {
    assert_eq!(
        html("| A | `B` |\n|---|--:|\n| 1 | [2](x) |\n"),
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"A, B\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">A</th>\n\
         <th scope=\"col\" class=\"right\"><code>B</code></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n\
         <td class=\"right\"><a href=\"x\">2</a></td>\n</tr>\n</tbody>\n</table>\n</div>\n"
    );
    assert_eq!(
        html("- [x] roll *back*\n  - inner\n- [ ] [tell](them)\n\n- plain\n"),
        "<ul>\n<li class=\"task\"><p><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"roll back\"> roll <em>back</em></p>\n\
         <ul>\n<li>inner</li>\n</ul>\n</li>\n<li class=\"task\"><p><input type=\"checkbox\" disabled=\"\" aria-label=\"tell\"> \
         <a href=\"them\">tell</a></p>\n</li>\n<li><p>plain</p>\n</li>\n</ul>\n"
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    assert_eq!(
        html("[^b]: second\n\na[^a] b[^b] c[^a]\n\n[^a]: first *x*\n"),
        "<p>a<sup><a href=\"#p-note-1\" id=\"p-note-1-reference-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup><a href=\"#p-note-2\" id=\"p-note-2-reference-1\" role=\"doc-noteref\">2</a></sup> \
         c<sup><a href=\"#p-note-1\" id=\"p-note-1-reference-2\" role=\"doc-noteref\">1</a></sup></p>\n\
         <div class=\"notes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"p-note-1\"><p>first <em>x</em> \
         <a href=\"#p-note-1-reference-1\" role=\"doc-backlink\" aria-label=\"↩ 1\">↩</a> \
         <a href=\"#p-note-1-reference-2\" role=\"doc-backlink\" aria-label=\"↩ 1\">↩</a></p>\n</li>\n\
         <li id=\"p-note-2\"><p>second <a href=\"#p-note-2-reference-1\" role=\"doc-backlink\" aria-label=\"↩ 2\">↩</a></p>\n</li>\n\
         </ol>\n</div>\n"
    );
    assert_eq!(
        told("a[^x] `[^code]` \\[^no]\n\n[^y]: z\n"),
        [
            "[^x]: the footnote `x` is not defined (define it on a line of its own, as in `[^name]: words`)",
            "[^y]: z: nothing refers to the footnote `y` (refer to it in the text, or delete it)",
        ]
    );
    assert_eq!(
        told("a[^x]\n\n[^x]: z\n\n[^x]: w\n"),
        ["[^x]: w: the footnote `x` is defined twice (give one of them another name)"]
    );
    assert_eq!(told("a[^x]\n\n[^x]: z [^x]\n"), ["[^x]: the footnote `x` refers to itself (delete the reference)"]);
    assert!(html("[a[^x]](b) ![c[^x]](d)\n\n[^x]: z\n").starts_with("<p>[a<sup><a href=\"#p-note-1\""));
}

#[test]
fn html_is_a_fault_where_it_stands() {
    let fault = "this is HTML (write it in Markdown, or escape `<` as `&lt;`)";
    assert_eq!(
        told("a <b>c</b>\n\n<div onclick=x>\nd\n</div>\n\n<!-- e\n"),
        [
            format!("<b>: {fault}"),
            format!("</b>: {fault}"),
            format!("<div onclick=x>: {fault}"),
            format!("<!-- e: {fault}")
        ]
    );
    assert_eq!(html("a &lt;b> \\<c> 1 < 2\n"), "<p>a &lt;b&gt; &lt;c&gt; 1 &lt; 2</p>\n");
}

#[test]
fn a_code_fence_that_is_not_closed_is_a_fault_where_it_opens() {
    let fault = "a code fence is not closed (end the code with the same line)";
    for open in [
        "```\na\n",
        "~~~~ sh\na\n~~~\n",
        "> ```\n> a\n\nb\n",
        "- ```\n  a\n\nb\n",
        "```",
        "```\n> ```\n",
        "````\n```\n",
    ] {
        let fence: String = open.chars().filter(|c| matches!(c, '`' | '~')).collect();
        let length = open.trim_start_matches(['>', '-', ' ']).chars().take_while(|c| matches!(c, '`' | '~')).count();
        assert_eq!(told(open), [format!("{}: {fault}", &fence[..length])], "{open:?}");
    }
    for closed in [
        "```\n```\n",
        "```\na\n```",
        "> ```\n> a\n> ```\n",
        "- ```\n  a\n  ```\n",
        "~~~\n```\n~~~~\n",
        "    ```\n",
        "```\n\n\n```\n",
        "```\r\na\r\n```\r\n",
    ] {
        assert_eq!(told(closed), Vec::<String>::new(), "{closed:?}");
    }
}

#[test]
fn images_and_links_have_words() {
    assert_eq!(
        told("![](a.png) [](b) ![c](https://d.example/e.png) [![](f)](g)\n"),
        [
            "![](a.png): an image has no words (say what the image shows, between the brackets)",
            "[](b): a link has no words (say where it leads, between the brackets)",
            "![c](https://d.example/e.png): an image lies outside the site (put the file beside this one: pages ask nothing of other hosts)",
            "[![](f)](g): a link has no words (say where it leads, between the brackets)",
            "![](f): an image has no words (say what the image shows, between the brackets)",
        ]
    );
    assert_eq!(
        told("[a](javascript:x) [b](//c) [d](e\\\\f)\n"),
        [
            "[a](javascript:x): an address may not begin with `javascript:` (use `https:`, `http:`, `mailto:` or a path in the site)",
            "[b](//c): an address without a scheme leads outside (begin it with `https:`)",
            "[d](e\\\\f): an address holds `\\` (write `/`)",
        ]
    );
    assert_eq!(html("[a][b] [c]\n"), "<p>[a][b] [c]</p>\n");
}

#[test]
fn links_never_stand_within_each_other() {
    let (words, told) =
        read("[write to <a@b.example>, or *see <https://c.example>*](https://d.example) or <e@f.example>\n");
    assert_eq!(
        told,
        ["<a@b.example>", "<https://c.example>"].map(|inner| {
            format!("{inner}: a link stands within a link (let one of them stand outside the brackets)")
        })
    );
    let rel = "rel=\"noopener noreferrer\"";
    assert_eq!(
        page(&words),
        format!(
            "<p><a href=\"https://d.example\" {rel}>write to a@b.example, or <em>see https://c.example</em></a> or \
             <a href=\"mailto:e@f.example\">e@f.example</a></p>\n"
        )
    );
}

#[test]
fn words_of_an_image_lead_nowhere() {
    let nested = "![a ![b](x.png) [c](javascript:y)](d.png)\n";
    assert_eq!(
        (html(nested), told(nested).len()),
        ("<p><img src=\"d.png\" alt=\"a b c\" loading=\"lazy\"></p>\n".to_owned(), 0)
    );
    assert_eq!(
        html("![a [link](https://b.example) c](d.png)\n"),
        "<p><img src=\"d.png\" alt=\"a link c\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn plain_words_go_on_behind_a_way_back_and_keep_what_stands_for_itself() {
    let words = read("One[^a] two[^b] three.\n\n[^a]: first\n\n[^b]: second\n").0;
    assert_eq!(plain(&words), "One[1] two[2] three.\n\nfirst\n\nsecond");
    assert_eq!(plain(&read("a\u{a0}b \u{2003}c &amp;lt; \\&\n").0), "a\u{a0}b \u{2003}c &lt; &");
    assert_eq!(html("a\u{a0}b\u{2009}\u{200d}c\n"), "<p>a\u{a0}b\u{2009}\u{200d}c</p>\n");
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let (words, faults) = read(&format!("{}a\n", ">".repeat(20_000)));
    assert_eq!((words.html.as_ref(), faults.len()), ("", 1));
    assert!(faults[0].ends_with("this is nested more than 32 deep (write it flatter)"));
    assert_eq!(told(&format!("{}a\n", ">".repeat(31))), Vec::<String>::new());
}

#[test]
fn plain_words_have_a_blank_line_between_blocks() {
    assert_eq!(
        plain(&read("# A & B\nOne\n*two*  \nthree[^x] ![four](x) [five](y)\n\n- six\n- seven\n\n| a | b |\n|---|---|\n| c | d |\n\n```\n<e>\n  f\n```\n\n[^x]: note\n").0),
        "A & B\n\nOne two\nthree[1] four five\n\nsix\n\nseven\n\na | b\n\nc | d\n\n<e>\n  f\n\nnote"
    );
}

fn holds(markdown: &str) {
    let (words, _) = read(markdown);
    let html = page(&words);
    assert_eq!(normal(&cleaned(&html)), normal(&html), "{markdown:?}");
    // Quotes and brackets are compared as a browser reads them; outside of quotes these stand in no tag of ours.
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default().to_ascii_lowercase();
        let tag: String = tag.split('"').step_by(2).collect();
        assert!(!tag.starts_with("script") && !tag.contains(" on") && !tag.contains("style="), "{html}");
    }
}

pub(crate) const EVASIONS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//x>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<style>@import '//x'</style>",
    "<link rel=stylesheet href=//x>",
    "<meta http-equiv=refresh content=\"0;//x\">",
    "<base href=//x>",
    "<object data=x>",
    "<embed src=x>",
    "<form action=x><button>y",
    "<details open ontoggle=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php alert(1) ?>",
    "<!DOCTYPE x>",
    "<<script>alert(1)//<</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "</p><script>alert(1)</script>",
    "<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">alert(1)",
    "<template><script>x",
    "<noscript><p title=\"</noscript><img src=x onerror=x>\">",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](\u{a0}javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](feed:javascript:alert(1))",
    "[x](view-source:javascript:alert(1))",
    "[x](blob:https://x/y)",
    "[x](file:///etc/passwd)",
    "[x](//evil.test)",
    "[x](/\\evil.test)",
    "[x](\\\\/evil.test)",
    "[x](https:evil.test)",
    "[x](https:/\\evil.test)",
    "[x](https://a@evil.test)",
    "[x](https://[::1)",
    "[x](http://%00)",
    "[x](http://a%62c)",
    "[x](a\"onmouseover=alert(1)//)",
    "[x](<a\" onmouseover=\"alert(1)>)",
    "[x](a 'b\" onclick=\"alert(1)')",
    "[x](a \"b' onclick='alert(1)\")",
    "![x\" onerror=\"alert(1)](y)",
    "![x](y \"\\\" onerror=alert(1)\")",
    "![<img onerror=x>](y)",
    "![x](javascript:alert(1))",
    "![x](data:image/png;base64,x)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<vbscript:x>",
    "[a]: javascript:alert(1)\n\n[a]",
    "[a]: <java script:x> 'y'\n\n[a][]",
    "![a][b]\n\n[b]: data:x",
    "# h {#x onclick=alert(1)}",
    "# h {.x style=y}",
    "``` <script>\nx\n```",
    "~~~ \"onclick=x\n~~~\n",
    "`<script>`",
    "    <script>\n",
    "[^\"><script>]: x\n\na[^\"><script>]",
    "[[x|javascript:alert(1)]]",
    "$<script>$",
    "+++\n<script>\n+++",
    "| <script> |\n|---|\n| <img onerror=x> |",
    "- [ ] <script>x",
    "- [x] \" onclick=x",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "[x](http://1.2.3.4.5)",
    "[x](mailto:a@b?cc=\"><script>)",
    "[x](https://a.example/\"><script>)",
    "[x](https://a.example/?<b>'`)",
    "[a[b](c)](d)",
    "[![a](b)](javascript:x)",
    "*a [b* c](d)",
    "> <script\n> >alert(1)</script>",
    "1. <!--\n2. -->",
    "<a@b.c\"onclick=x>",
    "[x](http://\u{202e}x.example)",
    "[\u{202e}](a)",
];

#[test]
fn no_evasion_gets_through() {
    assert!(EVASIONS.len() >= 60);
    for evasion in EVASIONS {
        holds(evasion);
        holds(&format!("> - {}", evasion.replace('\n', "\n>   ")));
        holds(&format!("a {evasion} b"));
        holds(&format!("[{evasion}](c)"));
        holds(&format!("![{evasion}](c)"));
    }
}

/// Pieces that mean something to Markdown or to a browser, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(EVASIONS).prop_map(str::to_owned),
        8 => prop::sample::select(vec![
            "[", "]", "(", ")", "![", "](", "<", ">", "\"", "'", "`", "```\n", "~~~", "*", "**", "~~", "_", "#", "\n# ", "\n\n", "\n", "  \n", "> ",
            "\n> ", "- ", "\n- [ ] ", "\n1. ", "    ", "\t", "|", "\n|---|:-:|\n", "[^a]", "\n[^a]: ", "[^b]", "\n\n[^b]: ", "&", "&#", ";", "\\", ":", "//", "javascript:",
            "https://a.example", "a@b.example", "<!--", "-->", "<a href=", "onclick=", "{#x}", "\r\n", "\0", "\u{a0}", "ä", "😀", "word", " ", "---\n", "$", "[[", "]]", "^",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(tried(4000))]

    #[test]
    fn a_cleaner_has_nothing_to_clean(markdown in hostile()) {
        holds(&markdown);
    }

    #[test]
    fn plain_words_hold_no_tag_of_ours(markdown in hostile()) {
        let text = plain(&read(&markdown.replace(['<', '&'], "")).0);
        prop_assert!(!text.contains('<'), "{text}");
    }
}
