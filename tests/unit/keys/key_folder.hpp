// SPDX-License-Identifier: Apache-2.0
// A data directory of its own for each test of keys.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tocsin/keys/key_directory.hpp"

namespace tocsin::keys {

class KeyFolder : public testing::Test {
protected:
    KeyFolder() {
        std::string name = testing::TempDir() + "keys-XXXXXX";
        data = ::mkdtemp(name.data());
        directory = data / "keys";
    }
    ~KeyFolder() override { std::filesystem::remove_all(data); }

    /// As at the first start of a controller, at this instant.
    [[nodiscard]] static KeysWanted first() {
        KeysWanted wanted;
        wanted.missing = MissingKey::make;
        wanted.now = fromMillis(1'780'279'200'000);
        return wanted;
    }
    /// As at any later start, with players that know the keys.
    [[nodiscard]] static KeysWanted later() {
        auto wanted = first();
        wanted.missing = MissingKey::refuse;
        wanted.issuedBefore = true;
        return wanted;
    }

    std::filesystem::path data, directory;
};

}  // namespace tocsin::keys
