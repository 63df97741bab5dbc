// SPDX-License-Identifier: Apache-2.0
// Verifying enveloped XML signatures by pinned certificates. What is in the document chooses among
// these at most; no key, address or algorithm is taken from it on trust.
#pragma once

#include "tocsin/signatures/verifier.hpp"

namespace tocsin::xml_verifier {

/// libxml2, xmlsec1 and OpenSSL as they are needed here: no files, no network, no configuration of
/// their own, nothing on standard error. Before anything else that uses them, in a process of one
/// thread; doing it again changes nothing.
void prepareLibraries();

/// A message is verified by a signature that
/// - is a child of the root element, and no other element of the document is one or like the root;
/// - has exactly one Reference, to the whole document or to the root by an id that is there once;
/// - is made over the canonical form (inclusive 1.0 or 1.1, exclusive; without comments) with
///   nothing left out but itself, with RSA or ECDSA and SHA-256, 384 or 512;
/// - holds under the key of a pinned certificate, or of one that a pinned authority gave out,
///   valid when the message was sent;
/// - was made over the document as it came, or as it was without blanks between its elements and
///   without anything beside its root, which is how offices sign what they then lay out;
/// and none if one that claims to be by such a certificate does not hold. Of a signature without a
/// certificate all pinned ones are tried. At most kMostDocument bytes, four signatures, 64 levels.
/// A DOCTYPE is refused where it begins. Not thread-safe. Throws std::bad_alloc.
[[nodiscard]] signatures::Verdict verify(signatures::Question const& question);

}  // namespace tocsin::xml_verifier
