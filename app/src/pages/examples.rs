//! What an empty list says: what a task is, how one comes about, and three to begin with.

use crate::routes::OPEN;
use crate::text::{task as say, task_key};
use crate::ui::{El, el, link};

/// Drafts to begin with: what `slipway link` makes of the files in `examples/` (a test holds them together).
const EXAMPLES: [(&str, &str); 3] = [
    (
        task_key::EXAMPLE_HELLO,
        "#d=1.dZA9bsMwDIWvEhAdWiA2GhTN4BN06QmcDLTM2EL1V4kKahi5e6k6ibtkIcQn8sN7nOEEzQzYn9Ep6st7iKgIGpeN2UIkjprSrWVtyWde2ssWOkxalSXtEhfCfdKhFQiMZIyHpU3hPzg7mQXvqAq-B2Ep7xi1oyh6O0trLTpx1EIahVApKaRGvznAR6FuTtHbzdPz6BMX_MsB4CiYkCujrRaT8P5qYVEifWdKq6YtDsVfl9PU-Z9mV7_tRbZkfZzu-7v9p17VlXHVQ9RnbWgod1tSBamSx2g1XW8kjkq-pgQyhhRXifv1hJL7q3xaYuyRsTbYkUkthnC8QVMgVTPZYJCpfjwprGLu7zhw-QU",
    ),
    (
        task_key::EXAMPLE_INDEXED,
        "#d=1.dZAxb8IwEIX_SnTqmESlFQwZ2zKkKtChQyVA6OIcYGHHru0gEOK_91xCMnWxfM933z2_C2yhuADWR2wE1fG-cygIiqZVKgWLDpUiBQU8QQqOgpPk769BajJtuJXXFCr0UkSGbGo6RVxwLaVc-hD5PAhjxjSoeUPfdRO87fcySpgmoGzI8czywqXW2DBwCX7PA5ngg8TeJCsok4AHSthqSB7eFy-b18Xs82P6VS7mm3L-Nv1OzDYZrwDWjLVtpqSWITp51HBTHP205AdNatxFg1Xrz5U5FaP8ecKyJm3cuZ8fTWZyUAdGp1snj1LRLsbQhclnZo2S4tz9kx1Z85e6MByzCJkP9ZAo53CIj5oC1hgwV1iR8ku0dn2HeksiD6StwkD5_53MiubKLvPrLw",
    ),
    (
        task_key::EXAMPLE_QUEUE,
        "#d=1.dVHLbsJADPyVldUjiZqicoBv6KFn4OBsTLDYV_dBi1D_vV4CTS-9WOvZ8Wg8vsIB1lfA4YxO01DfY0RNsHbFmAVEypEpPdrMlnzJU_u9gB4T6zrELuWqIExYwgIcWtGAj0KF7m0Kf3WLq9RPH0_NRBI17V1GdhTla3uV1lp04mkL6SgijZZy8FFxJqvYqU69qOVGDV6RPnq1u8mxG5V3E-ep1h1sVDJEQXWV62jzoDufj5Vu6JB3AHtxEEpj2LJsCK_PFiYkklhMM8YWx7pdX9Kl91_rrl2uBLZkfbz8znerN57RWeOOh8hnNjTW0KdMgtQmeMP6cg9YHAV_O4r2xpDOTcrDnL9EdqqfljIOmLE12JNJWwxh_xBNgXQrKQSDmdr_maJVzb1Pt_gB",
    ),
];

/// Three lines and three examples.
pub(super) fn first_steps() -> El {
    let example = |(name, fragment): (&str, &str)| {
        let to = format!("{OPEN}{fragment}");
        el("li").child(link("", &to).child(say(name)))
    };
    el("div")
        .class("first-steps")
        .child(el("p").child(say(task_key::EMPTY_WHAT)))
        .child(el("p").child(say(task_key::EMPTY_HOW)))
        .child(el("p").child(say(task_key::EMPTY_TRY)))
        .child(el("ul").child(EXAMPLES.map(example).into_iter().collect::<Vec<_>>()))
}
