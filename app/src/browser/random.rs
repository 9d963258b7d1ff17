//! Random ids.

/// A fresh id, of a press of Create or of a draft: 32 hexadecimal digits, from the browser's own generator.
pub fn random_id() -> String {
    let mut bytes = [0_u8; 16];
    let drawn = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if !matches!(drawn, Some(Ok(_))) {
        // No generator: the clock and Math.random are enough to tell two presses apart.
        let seed = js_sys::Date::now().to_bits() ^ js_sys::Math::random().to_bits();
        for (byte, drawn) in bytes.iter_mut().zip(seed.to_le_bytes().into_iter().cycle()) {
            *byte = drawn;
        }
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
