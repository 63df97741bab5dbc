// SPDX-License-Identifier: Apache-2.0
#include "upload_note.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <system_error>

#include "fields.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::cli {
namespace {

constexpr char kFormat[] = "tocsin-upload/1";

std::string factsOf(std::filesystem::path const& file, std::string const& metadata) {
    std::error_code failed;
    auto const size = std::filesystem::file_size(file, failed);
    auto const changed = std::filesystem::last_write_time(file, failed);
    return std::to_string(size) + " " + std::to_string(changed.time_since_epoch().count()) + " " +
           metadata;
}

}  // namespace

struct UploadNote::Kept {
    std::string facts, upload;
};

UploadNote::UploadNote(std::filesystem::path const& folder, std::string controller,
                       std::filesystem::path const& file, std::string metadata)
    : controller_(std::move(controller)), facts_(factsOf(file, metadata)) {
    std::error_code failed;
    auto whole = std::filesystem::weakly_canonical(file, failed);
    file_ = (failed ? file : whole).string();
    if (!folder.empty()) {
        auto const name = messages::sha256(controller_ + "\n" + file_).hex().substr(0, 32);
        note_ = folder / "uploads" / (name + ".json");
    }
}

std::optional<std::string> UploadNote::upload() const {
    auto const kept = read();
    return kept && kept->facts == facts_ ? std::optional(kept->upload) : std::nullopt;
}

std::optional<std::string> UploadNote::outdated() const {
    auto const kept = read();
    return kept && kept->facts != facts_ ? std::optional(kept->upload) : std::nullopt;
}

std::optional<UploadNote::Kept> UploadNote::read() const {
    if (note_.empty()) {
        return std::nullopt;
    }
    std::ifstream in(note_, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto const document = messages::parseJson(bytes);
    if (!document || text(*document, "format") != kFormat ||
        !text(*document, "upload").starts_with("/api/v1/uploads/")) {
        return std::nullopt;
    }
    return Kept{text(*document, "facts"), text(*document, "upload")};
}

void UploadNote::keep(std::string const& upload) const {
    if (note_.empty()) {
        return;
    }
    std::error_code failed;
    std::filesystem::create_directories(note_.parent_path(), failed);
    auto part = note_;
    part += "." + std::to_string(::getpid()) + ".part";
    std::ofstream out(part, std::ios::trunc);
    out << boost::json::serialize(boost::json::object{{"format", kFormat},
                                                      {"controller", controller_},
                                                      {"file", shownAsUtf8(file_)},
                                                      {"facts", facts_},
                                                      {"upload", upload}})
        << '\n';
    out.close();
    if (out) {
        std::filesystem::rename(part, note_, failed);
    } else {
        std::filesystem::remove(part, failed);
    }
}

void UploadNote::forget() const {
    std::error_code failed;
    if (!note_.empty()) {
        std::filesystem::remove(note_, failed);
    }
}

}  // namespace tocsin::cli
