//! Words of lists that both sides know, by the lists that their derived readers carry.
//!
//! A derived reader compares a word with each of its list in code of its own, some 4 kB for the codes of findings;
//! asked by number it is a jump (docs/adr/0008).

use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// The names of an enum without fields, in the order of its variants; empty for any other type.
pub fn names<T: DeserializeOwned>() -> &'static [&'static str] {
    T::deserialize(Ask::Names).err().map_or(&[], |Said(names)| names)
}

/// The variant of that name, where there is one.
pub fn of_name<T: DeserializeOwned>(name: &str) -> Option<T> {
    T::deserialize(Ask::Variant(at(names::<T>(), name)?)).ok()
}

fn at(names: &[&str], name: &str) -> Option<u32> {
    names.iter().position(|one| *one == name).map(|at| at as u32)
}

/// What is asked of a derived reader.
#[derive(Clone, Copy)]
enum Ask {
    Names,
    Variant(u32),
}

/// The answer that is no value.
#[derive(Debug)]
struct Said(&'static [&'static str]);

impl fmt::Display for Said {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Said {}

impl serde::de::Error for Said {
    fn custom<W: fmt::Display>(_: W) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for Ask {
    type Error = Said;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Said> {
        Err(Said(&[]))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Said> {
        match self {
            Self::Names => Err(Said(names)),
            Self::Variant(_) => visitor.visit_enum(self),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Ask {
    type Error = Said;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Said> {
        let Self::Variant(number) = self else {
            return Err(Said(&[]));
        };
        let number: U32Deserializer<Said> = number.into_deserializer();
        Ok((seed.deserialize(number)?, self))
    }
}

impl<'de> VariantAccess<'de> for Ask {
    type Error = Said;

    fn unit_variant(self) -> Result<(), Said> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Said> {
        Err(Said(&[]))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Said> {
        Err(Said(&[]))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Said> {
        Err(Said(&[]))
    }
}
