//! SVG: a picture made of text. Only what draws is let through; what runs, loads or leads elsewhere is refused.
//!
//! Elements and attributes are listed, by namespace (W3C SVG 2).

use crate::basics::image::SVG_NAMESPACE;
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

/// Namespaces of drawing programs: no browser reads anything in them.
const EDITORS: [&str; 8] = [
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://ns.adobe.com/AdobeIllustrator/10.0/",
    "http://www.serif.com/",
];

const ELEMENTS: [&str; 60] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "metadata",
    "switch",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "image",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "filter",
    "view",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "feImage",
    "font-face",
    "solidcolor",
    "hatch",
    "hatchpath",
    "mesh",
];

/// Attributes in no namespace; besides those of `aria-` and `data-`.
const ATTRIBUTES: &str = " id class style lang role tabindex version baseProfile width height x y x1 y1 x2 y2 cx cy r rx ry \
    d points pathLength viewBox preserveAspectRatio transform dx dy rotate textLength lengthAdjust startOffset method spacing side \
    href offset gradientUnits gradientTransform spreadMethod fx fy fr patternUnits patternContentUnits patternTransform \
    clipPathUnits maskUnits maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient filterUnits primitiveUnits \
    filterRes in in2 result mode type values tableValues slope intercept amplitude exponent operator k1 k2 k3 k4 order kernelMatrix \
    divisor bias targetX targetY edgeMode kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent \
    scale xChannelSelector yChannelSelector azimuth elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle baseFrequency numOctaves \
    seed stitchTiles radius stdDeviation fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin \
    stroke-miterlimit stroke-dasharray stroke-dashoffset color opacity display visibility overflow clip clip-path clip-rule mask filter \
    marker marker-start marker-mid marker-end font font-family font-size font-size-adjust font-stretch font-style font-variant font-weight \
    text-anchor text-decoration text-rendering letter-spacing word-spacing writing-mode direction unicode-bidi dominant-baseline \
    alignment-baseline baseline-shift glyph-orientation-vertical glyph-orientation-horizontal stop-color stop-opacity flood-color \
    flood-opacity lighting-color color-interpolation color-interpolation-filters color-rendering shape-rendering image-rendering \
    paint-order vector-effect pointer-events cursor enable-background kerning color-profile isolation mix-blend-mode white-space \
    xml:space systemLanguage requiredFeatures requiredExtensions zoomAndPan contentStyleType contentScriptType media ";

/// What of a picture is not let through, in a word or two; `None` for a picture that only draws.
pub(crate) fn danger(svg: &str) -> Option<String> {
    let mut reader = NsReader::from_str(svg);
    let (mut style, mut styles) = (false, String::new());
    let mut elements = 0_usize;
    loop {
        let Ok(event) = reader.read_event() else { return Some("XML".to_owned()) };
        match event {
            Event::Start(element) | Event::Empty(element) => {
                elements += 1;
                let name = element.local_name().as_ref().to_owned();
                match reader.resolver().resolve_element(element.name()).0 {
                    ResolveResult::Bound(bound) if bound.as_ref() == SVG_NAMESPACE => {
                        if !ELEMENTS.contains(&name.as_str()) {
                            return Some(format!("<{name}>"));
                        }
                        style = name == "style";
                        if let Some(attribute) = attribute(&element, &reader) {
                            return Some(attribute);
                        }
                    }
                    ResolveResult::Bound(bound) if EDITORS.contains(&bound.as_ref()) => {}
                    _ => return Some(format!("<{name}>")),
                }
            }
            Event::Text(text) if style => styles.push_str(&text.xml10_content()),
            Event::CData(text) => styles.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if style => return Some(format!("&{};", reference.xml10_content())),
            Event::DocType(text) if text.xml10_content().contains('[') => return Some("<!DOCTYPE […]>".to_owned()),
            Event::Comment(text) if text.xml10_content().contains("--") => return Some("<!--…-->".to_owned()),
            Event::PI(_) => return Some("<?…?>".to_owned()),
            Event::End(_) if leads_out(&styles) => return Some("<style>".to_owned()),
            Event::End(_) => style = false,
            Event::Eof => return (elements == 0).then(|| "XML".to_owned()),
            Event::Text(_) | Event::GeneralRef(_) | Event::DocType(_) | Event::Comment(_) | Event::Decl(_) => {}
        }
    }
}

fn attribute<R>(element: &BytesStart<'_>, reader: &NsReader<R>) -> Option<String> {
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else { return Some("XML".to_owned()) };
        let whole = attribute.key.as_ref().to_owned();
        if whole == "xmlns" || whole.starts_with("xmlns:") || whole == "xml:space" || whole == "xml:lang" {
            continue;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.as_ref().to_owned();
        let known = match namespace {
            ResolveResult::Unbound => {
                let listed = ATTRIBUTES.split_ascii_whitespace().any(|known| known == local);
                listed || local.starts_with("aria-") || local.starts_with("data-")
            }
            ResolveResult::Bound(bound) if EDITORS.contains(&bound.as_ref()) => continue,
            ResolveResult::Bound(bound) => {
                bound.as_ref() == "http://www.w3.org/1999/xlink"
                    && ["href", "title", "type", "show", "actuate", "role"].contains(&local.as_str())
            }
            ResolveResult::Unknown(_) => false,
        };
        let value = quick_xml::escape::unescape(&attribute.value).map(|value| value.into_owned()).unwrap_or_default();
        let loads = if local == "href" { !is_inside(&value) } else { leads_out(&value) };
        if !known || loads {
            return Some(whole);
        }
    }
    None
}

/// Whether an address stays in the picture: a part of it, or a picture written out.
fn is_inside(address: &str) -> bool {
    let plain: String = address.chars().filter(|ch| !ch.is_whitespace() && !ch.is_control()).collect();
    let pictures = ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"];
    plain.is_empty()
        || plain.starts_with('#')
        || pictures.iter().any(|picture| plain.to_ascii_lowercase().starts_with(picture))
}

/// Whether a style or a value loads or runs anything.
fn leads_out(value: &str) -> bool {
    let plain: String =
        value.chars().filter(|ch| !ch.is_whitespace() && !ch.is_control()).collect::<String>().to_lowercase();
    let outside = plain.match_indices("url(").any(|(at, _)| {
        let target = plain.get(at + 4..).unwrap_or_default().trim_start_matches(['"', '\'']);
        !target.starts_with('#')
    });
    let escaped = plain.contains('\\') || plain.contains("/*");
    outside
        || escaped
        || ["@import", "javascript:", "expression(", "image(", "image-set(", "behavior:", "-moz-binding", "data:text"]
            .iter()
            .any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"{SVG_NAMESPACE}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">{inside}</svg>"
        )
    }

    #[test]
    fn pictures_that_only_draw_pass() {
        for inside in [
            "",
            "<g fill=\"url(#a)\" data-x=\"1\"><path d=\"M0 0\" style=\"fill: red; clip-path: url(#c)\"/><title>Sơ đồ &amp; bảng</title></g>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><use xlink:href=\"#b\"/>",
            "<style>.a { fill: #00f }</style><text x=\"1\" y=\"2\">Chữ</text>",
            "<image href=\"data:image/png;base64,AA==\" width=\"1\" height=\"1\"/>",
            "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\" sodipodi:x=\"1\"/>",
        ] {
            assert_eq!(danger(&svg(inside)), None, "{inside}");
        }
    }

    #[test]
    fn pictures_that_run_load_or_lead_elsewhere_do_not() {
        for inside in [
            "<script>1</script>",
            "<rect onclick=\"a()\"/>",
            "<rect\nonload =\"a()\"/>",
            "<foreignObject/>",
            "<a href=\"#x\"/>",
            "<animate attributeName=\"href\" to=\"javascript:a()\"/>",
            "<set attributeName=\"onload\" to=\"a()\"/>",
            "<use href=\"https://a.example/b.svg#c\"/>",
            "<use href=\"data:image/svg+xml,x\"/>",
            "<image xlink:href=\"//a.example/b.png\"/>",
            "<style>@import 'https://a.example'</style>",
            "<style>a { fill: url(https://a.example) }</style>",
            "<style>a { fill: u\\72l(https://a.example) }</style>",
            "<style>a { fill: &#117;rl(https://a.example) }</style>",
            "<path style=\"fill: url( 'http://a.example')\"/>",
            "<path fill=\"url(//a.example)\"/>",
            "<path fill=\"&#106;avascript:a()\"/>",
            "<html:script xmlns:html=\"http://www.w3.org/1999/xhtml\">1</html:script>",
            "<script xmlns=\"\"/>",
            "<iframe/>",
            "<path unknown=\"1\"/>",
            "<x:path/>",
        ] {
            assert!(danger(&svg(inside)).is_some(), "{inside}");
        }
        assert!(danger(&format!("<!DOCTYPE svg [<!ENTITY x 'y'>]>{}", svg(""))).is_some());
        assert!(danger(&format!("<?xml-stylesheet href=\"a.css\"?>{}", svg(""))).is_some());
        assert!(danger("<svg/>").is_some());
        assert!(danger("x").is_some());
        assert_eq!(danger(&format!("<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"a\" \"b\">{}", svg(""))), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[<>/a-c =\"'&;!\\[\\]svg-]{0,60}") {
            let _ = danger(&text);
        }

        #[test]
        fn no_handler_passes(name in "on[a-z]{1,10}", space in "[ \n\t]{0,2}") {
            let handler = format!("<rect {name}{space}=\"x\"/>");
            proptest::prop_assert!(danger(&svg(&handler)).is_some());
        }
    }
}
