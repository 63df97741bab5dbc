// SPDX-License-Identifier: Apache-2.0
#include "entry_lines.hpp"

namespace tocsin::attest {

std::optional<std::string_view> EntryLines::next() {
    pieces_.clear();
    for (;;) {
        auto const end = block_.find('\n');
        if (end != std::string_view::npos) {
            auto const line = block_.substr(0, end);
            block_.remove_prefix(end + 1);
            ++number_;
            if (pieces_.size() + line.size() > most_) {
                throw Failure({Errc::damaged, "the line is too long"});
            }
            if (pieces_.empty()) {
                return line;
            }
            return pieces_.append(line);
        }
        if (pieces_.size() + block_.size() > most_) {
            ++number_;
            throw Failure({Errc::damaged, "the line is too long"});
        }
        pieces_.append(block_);
        block_ = reader_.read();
        if (block_.empty()) {
            if (pieces_.empty()) {
                return std::nullopt;
            }
            ++number_;
            throw Failure({Errc::damaged, "the last line is cut off"});
        }
    }
}

std::string wholeEntry(ZipReader& reader, std::size_t most) {
    std::string out;
    for (auto bytes = reader.read(); !bytes.empty(); bytes = reader.read()) {
        out.append(bytes);
        if (out.size() > most) {
            throw Failure({Errc::damaged, "it is larger than " + std::to_string(most) + " bytes"});
        }
    }
    return out;
}

}  // namespace tocsin::attest
