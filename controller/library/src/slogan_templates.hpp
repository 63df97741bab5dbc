// SPDX-License-Identifier: Apache-2.0
// Templates of slogans: a style, and perhaps words with blanks. Each belongs to a unit or to all of
// them, and is named "unit/name" or "name".
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// `store` outlives the routes.
[[nodiscard]] access::Routes sloganTemplateRoutes(store::Store& store);

/// The body of a request about a slogan, with its keys "template" and "blanks" replaced by what
/// they mean; keys of the style that it gives itself hold. Bodies without a template come back as
/// they are. Errc::invalid, Errc::notFound.
[[nodiscard]] Result<std::string> withoutTemplate(store::Store const& store,
                                                  std::string const& body);

}  // namespace tocsin::library

/// Schemas of those keys, for objects that have further properties in front and behind.
#define TOCSIN_TEMPLATE_SCHEMAS \
    R"("template":{"type":"string"},"blanks":{"type":"object","additionalProperties":{"type":"string"}})"
