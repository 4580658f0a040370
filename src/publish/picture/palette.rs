//! Writing a picture as PNG with a palette: a card has a handful of colours and the shades at the edges of letters, so
//! that one byte a pixel says all, and the file is a third of one in full colour.

use super::canvas::Canvas;
use std::collections::BTreeMap;

/// The picture as a file.
pub(super) fn png(canvas: &Canvas) -> Option<Vec<u8>> {
    // Rows of one colour are most of a card: each is looked at once.
    let pixels = canvas.bytes().as_chunks::<4>().0;
    let runs: Vec<([u8; 3], usize)> = pixels
        .chunk_by(|a, b| a == b)
        .filter_map(|run| run.first().map(|[red, green, blue, _]| ([*red, *green, *blue], run.len())))
        .collect();
    let places = places(&runs);
    let mut colours = vec![[0_u8; 3]; places.len()];
    for (place, colour) in places.values() {
        *colours.get_mut(usize::from(*place))? = *colour;
    }
    let mut indexed = Vec::with_capacity(pixels.len());
    for (pixel, length) in runs {
        indexed.resize(indexed.len() + length, places.get(&shade(pixel))?.0);
    }
    let mut out = Vec::new();
    let (width, height) = canvas.size();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(colours.concat());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indexed).ok()?;
    writer.finish().ok()?;
    Some(out)
}

/// Six shades of each part of a colour: 216 in all.
fn shade([red, green, blue]: [u8; 3]) -> [u8; 3] {
    let part = |value: u8| u8::try_from((u16::from(value) * 5 + 127) / 255).unwrap_or(5);
    [part(red), part(green), part(blue)]
}

/// A place in the palette for every shade that occurs, and its commonest colour: flat colours stay exact.
fn places(runs: &[([u8; 3], usize)]) -> BTreeMap<[u8; 3], (u8, [u8; 3])> {
    let mut counts: BTreeMap<[u8; 3], BTreeMap<[u8; 3], usize>> = BTreeMap::new();
    for (pixel, length) in runs {
        *counts.entry(shade(*pixel)).or_default().entry(*pixel).or_default() += length;
    }
    let commonest = |colours: BTreeMap<[u8; 3], usize>| {
        colours.into_iter().max_by_key(|(_, count)| *count).map(|(colour, _)| colour).unwrap_or_default()
    };
    let numbered = (0_u8..=u8::MAX).zip(counts);
    numbered.map(|(place, (shade, colours))| (shade, (place, commonest(colours)))).collect()
}
