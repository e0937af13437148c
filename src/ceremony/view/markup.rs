//! A picture as markup. A scene never changes once it stands, so it needs no reactive views, which
//! would make the projector load five times as much.

use std::fmt::Write as _;

/// One element with all that is in it.
#[derive(Debug)]
pub struct Node {
    tag: &'static str,
    open: String,
    inside: String,
}

/// An element of a class.
pub fn node(tag: &'static str, class: &str) -> Node {
    let node = Node { tag, open: String::new(), inside: String::new() };
    if class.is_empty() { node } else { node.with("class", class) }
}

/// A division.
pub fn part(class: &str) -> Node {
    node("div", class)
}

/// One drawing by its id.
pub fn art(id: &str) -> Node {
    let mut svg = node("svg", "").with("aria-hidden", "true");
    svg.inside.push_str("<use href=\"#st-");
    svg.inside.push_str(id);
    svg.inside.push_str("\"/>");
    svg
}

impl Node {
    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.open.push(' ');
        self.open.push_str(name);
        self.open.push_str("=\"");
        escape(value, &mut self.open);
        self.open.push('"');
        self
    }

    /// Begins to move this many milliseconds into the cue.
    #[must_use]
    pub fn begins(mut self, milliseconds: i64) -> Self {
        let _written = write!(self.open, " data-d=\"{milliseconds}\"");
        self
    }

    /// With a text after what it holds already.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        escape(text, &mut self.inside);
        self
    }

    /// With an element after what it holds already.
    #[must_use]
    pub fn hold(mut self, child: Node) -> Self {
        child.write(&mut self.inside);
        self
    }

    /// With elements after what it holds already.
    #[must_use]
    pub fn all(mut self, children: Vec<Node>) -> Self {
        for child in &children {
            child.write(&mut self.inside);
        }
        self
    }

    /// With an element, if there is one.
    #[must_use]
    pub fn maybe(self, child: Option<Node>) -> Self {
        match child {
            Some(child) => self.hold(child),
            None => self,
        }
    }

    fn write(&self, html: &mut String) {
        let tag = self.tag;
        for piece in ["<", tag, &self.open, ">", &self.inside, "</", tag, ">"] {
            html.push_str(piece);
        }
    }
}

/// The markup of several elements.
pub fn html(nodes: &[Node]) -> String {
    let mut html = String::new();
    for node in nodes {
        node.write(&mut html);
    }
    html
}

fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_markup_in_it_is_still_a_name() {
        let name = node("p", "a\"b").begins(300).text("<script>&").hold(node("b", "").text("x"));
        assert_eq!(
            html(&[name]),
            "<p class=\"a&quot;b\" data-d=\"300\">&lt;script&gt;&amp;<b>x</b></p>"
        );
    }
}
