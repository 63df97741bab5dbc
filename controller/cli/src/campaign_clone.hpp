// SPDX-License-Identifier: Apache-2.0
// Next year's campaign file out of this year's. Comments and order stay, so that a person can
// compare the two; what belongs to the old year goes out or is pointed out.
#pragma once

#include <string>
#include <vector>

namespace tocsin::cli {

struct CloneRequest {
    std::string id;        ///< of the new campaign
    std::string from, to;  ///< its days; empty: left open, the file cannot be applied before
    std::string theme;     ///< the old one; empty: only years and 第N个 are looked for
};

struct ClonedFile {
    struct Dropped {
        int line = 0;  ///< of the old file
        std::string what;
    };
    std::string toml;
    std::vector<Dropped> dropped;  ///< old dates: exceptions, key dates, fixed instants, UNTIL
    std::vector<std::string> carriesOldTheme;  ///< texts of slogans that name the old year or theme
};

/// `toml` is a campaign file that the controller has taken, so it is not checked here.
[[nodiscard]] ClonedFile cloneCampaign(std::string const& toml, CloneRequest const& request);

/// Whether a title or a text names a year, a 第N个, or the theme.
[[nodiscard]] bool carriesOldTheme(std::string const& text, std::string const& theme);

}  // namespace tocsin::cli
