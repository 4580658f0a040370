//! Numbers packed bit by bit.

/// Writes bits, the highest first.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    current: u8,
    filled: u8,
}

impl BitWriter {
    fn bit(&mut self, bit: bool) {
        self.current = self.current << 1 | u8::from(bit);
        self.filled += 1;
        if self.filled == 8 {
            self.bytes.push(self.current);
            (self.current, self.filled) = (0, 0);
        }
    }

    /// The lowest bits of a number.
    pub(super) fn bits(&mut self, value: u32, count: u8) {
        for place in (0..count).rev() {
            self.bit(value >> place & 1 == 1);
        }
    }

    /// A Rice code: the number without its lowest `k` bits in ones, a zero, then those bits.
    pub(super) fn rice(&mut self, value: u32, k: u8) {
        for _ in 0..value >> k {
            self.bit(true);
        }
        self.bit(false);
        self.bits(value, k);
    }

    /// The bytes, the last one filled up with zeros.
    pub(super) fn finish(mut self) -> Vec<u8> {
        while self.filled != 0 {
            self.bit(false);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_packed_from_the_top() {
        let mut writer = BitWriter::default();
        writer.rice(5, 1);
        writer.bits(0b1010, 4);
        assert_eq!(writer.finish(), [0b1101_1010]);
    }
}
