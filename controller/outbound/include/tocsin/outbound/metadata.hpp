// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tocsin::outbound {

/// Whether an address of whatever scheme names, in whatever form, an address at which clouds tell
/// their machines secrets. Nothing that is meant for the public is there. False for what is no
/// address.
[[nodiscard]] bool namesMetadata(std::string const& address);

}  // namespace tocsin::outbound
