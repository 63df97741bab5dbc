// SPDX-License-Identifier: Apache-2.0
// Any bytes as a message of a session: refused with a line, or written and read again the same.
#include "require.hpp"
#include "tocsin/messages/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace tocsin;
    auto const text = fuzz::textOf(data, size);
    auto const message = messages::decode(text);
    auto const id = messages::idOf(text);
    if (!message) {
        fuzz::requireOneLine(message.error());
        return 0;
    }
    fuzz::require(id == message->id);
    auto const again = messages::decode(messages::encode(*message));
    fuzz::require(again.has_value() && *again == *message);
    return 0;
}
