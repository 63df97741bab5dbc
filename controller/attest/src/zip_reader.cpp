// SPDX-License-Identifier: Apache-2.0
#include "zip_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "tocsin/messages/crypto.hpp"
#include "zip_form.hpp"

namespace tocsin::attest {
namespace {

constexpr int kRawWindow = -15;
constexpr std::size_t kBlock = 1 << 17;

}  // namespace

struct ZipReader::State {
    std::ifstream in;
    std::int64_t size = 0, position = 0;
    messages::Sha256 hash;  // of all bytes up to position
    std::set<std::string, std::less<>> names;
    std::string central;
    std::size_t entries = 0;

    // of the present entry
    ZipHead head;
    std::int64_t before = 0;
    Digest digestBefore, digest;
    std::int64_t packedLeft = 0, bytesLeft = 0;
    std::uint32_t crc = 0;
    messages::Sha256 content;
    bool inflating = false, ended = true;
    z_stream stream{};
    std::string packed = std::string(kBlock, '\0'), plain = std::string(kBlock, '\0');

    ~State() { stopInflating(); }
    void stopInflating() {
        if (inflating) {
            inflateEnd(&stream);
        }
        inflating = false;
    }

    [[noreturn]] void damaged(std::string const& what) const {
        throw Failure({Errc::damaged, "byte " + std::to_string(position) + ": " + what});
    }
    [[noreturn]] void damagedEntry(std::string const& what) {
        stopInflating();
        throw Failure({Errc::damaged, what});
    }

    /// Exactly so many bytes of the file.
    std::string_view take(std::size_t count, std::string& into) {
        into.resize(std::max(into.size(), count));
        in.read(into.data(), static_cast<std::streamsize>(count));
        if (static_cast<std::size_t>(in.gcount()) != count) {
            damaged("the file is cut off");
        }
        position += static_cast<std::int64_t>(count);
        std::string_view const bytes(into.data(), count);
        hash.update(bytes);
        return bytes;
    }

    void skipRest() {
        stopInflating();
        while (packedLeft > 0) {
            auto const count = std::min<std::int64_t>(packedLeft, kBlock);
            static_cast<void>(take(static_cast<std::size_t>(count), packed));
            packedLeft -= count;
        }
    }

    void begin(std::string_view mark);
    void checkDirectory(std::string_view mark);
    std::string_view readStored();
    std::string_view readPacked();
    void finish();
};

void ZipReader::State::begin(std::string_view mark) {
    before = position - 4;
    std::string bytes(mark);
    std::string rest;
    bytes += take(kLocalBytes - 4, rest);
    std::size_t nameBytes = 0;
    auto read = readLocalHeader(bytes, nameBytes);
    if (!read) {
        position = before;
        damaged("this entry's header is not in the form of a bundle");
    }
    head = *std::move(read);
    std::string name;
    head.name = std::string(take(nameBytes, name));
    if (!isEntryName(head.name)) {
        damaged("an entry has a name that no file of a bundle has");
    }
    if (!names.insert(head.name).second) {
        damaged("a second entry has the name " + head.name);
    }
    if (++entries > kMostEntries) {
        damaged("there are more entries than a bundle has");
    }
    central += centralHeader(head, before);
    packedLeft = head.packed;
    bytesLeft = head.bytes;
    crc = static_cast<std::uint32_t>(crc32(0, nullptr, 0));
    content = messages::Sha256();
    ended = false;
    if (head.method == ZipMethod::deflated) {
        stream = {};
        if (inflateInit2(&stream, kRawWindow) != Z_OK) {
            throw Failure({Errc::unavailable, "there is no memory to read the bundle with"});
        }
        inflating = true;
    }
}

void ZipReader::State::checkDirectory(std::string_view mark) {
    auto const offset = position - 4;
    auto const expected = central + endRecord(entries, central.size(), offset);
    std::string got(mark);
    std::string rest;
    if (size - offset != static_cast<std::int64_t>(expected.size())) {
        damaged("the directory of the file is not that of its entries, or something follows it");
    }
    got += take(expected.size() - 4, rest);
    auto const [one, other] = std::mismatch(got.begin(), got.end(), expected.begin());
    if (one != got.end()) {
        position = offset + (one - got.begin());
        damaged("the directory of the file is not that of its entries");
    }
}

std::string_view ZipReader::State::readStored() {
    auto const count = std::min<std::int64_t>(packedLeft, kBlock);
    auto const bytes = take(static_cast<std::size_t>(count), plain);
    packedLeft -= count;
    bytesLeft -= count;
    return bytes;
}

std::string_view ZipReader::State::readPacked() {
    stream.next_out = reinterpret_cast<unsigned char*>(plain.data());
    // One byte more than may come, so that what is too long is noticed.
    stream.avail_out = static_cast<uInt>(std::min<std::int64_t>(bytesLeft + 1, kBlock));
    auto const room = stream.avail_out;
    int result = Z_OK;
    while (stream.avail_out == room && result == Z_OK) {
        if (stream.avail_in == 0 && packedLeft > 0) {
            auto const count = std::min<std::int64_t>(packedLeft, kBlock);
            auto const bytes = take(static_cast<std::size_t>(count), packed);
            packedLeft -= count;
            stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
            stream.avail_in = static_cast<uInt>(bytes.size());
        }
        result = inflate(&stream, Z_NO_FLUSH);
    }
    if (result != Z_OK && result != Z_STREAM_END) {
        damagedEntry("its compressed bytes are damaged");
    }
    auto const count = static_cast<std::int64_t>(room - stream.avail_out);
    bytesLeft -= count;
    if (bytesLeft < 0 ||
        (result == Z_STREAM_END && (bytesLeft != 0 || packedLeft != 0 || stream.avail_in != 0))) {
        damagedEntry("it is not as long as its header says");
    }
    return {plain.data(), static_cast<std::size_t>(count)};
}

void ZipReader::State::finish() {
    ended = true;
    if (inflating) {
        // The stream's own end, which may stand behind the last byte.
        if (auto const more = readPacked(); !more.empty()) {
            damagedEntry("it is not as long as its header says");
        }
    }
    stopInflating();
    if (crc != head.crc) {
        damagedEntry("its checksum (CRC-32) does not fit its bytes");
    }
    digest = content.finish();
}

ZipReader::ZipReader(std::filesystem::path const& file) : state_(std::make_unique<State>()) {
    std::error_code failed;
    state_->size = static_cast<std::int64_t>(std::filesystem::file_size(file, failed));
    state_->in.open(file, std::ios::binary);
    if (failed || !state_->in) {
        auto const code = std::filesystem::exists(file) ? Errc::unavailable : Errc::notFound;
        throw Failure({code, file.string() + " cannot be read"});
    }
    if (state_->size > kMostZipBytes) {
        throw Failure({Errc::damaged, "it is larger than a bundle can be"});
    }
}

ZipReader::~ZipReader() = default;

std::optional<std::string> ZipReader::next() {
    auto& now = *state_;
    now.skipRest();
    now.ended = true;
    auto const hashBefore = now.hash;
    std::string mark;
    auto const bytes = now.take(4, mark);
    std::uint32_t word = 0;
    for (int i = 3; i >= 0; --i) {
        word = word << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    }
    if (word == kLocalMark) {
        auto copy = hashBefore;
        now.digestBefore = copy.finish();
        now.begin(bytes);
        return now.head.name;
    }
    if (word != kCentralMark || now.entries == 0) {
        now.position -= 4;
        now.damaged("here should be an entry, or the directory of the file");
    }
    now.checkDirectory(bytes);
    return std::nullopt;
}

std::string_view ZipReader::read() {
    auto& now = *state_;
    if (now.ended) {
        return {};
    }
    if (now.bytesLeft == 0) {
        now.finish();
        return {};
    }
    auto const bytes = now.head.method == ZipMethod::stored ? now.readStored() : now.readPacked();
    if (bytes.empty()) {
        now.damagedEntry("it is not as long as its header says");
    }
    now.crc = static_cast<std::uint32_t>(crc32(now.crc,
                                               reinterpret_cast<unsigned char const*>(bytes.data()),
                                               static_cast<uInt>(bytes.size())));
    now.content.update(bytes);
    return bytes;
}

Digest ZipReader::digest() const {
    return state_->digest;
}

bool ZipReader::isStored() const {
    return state_->head.method == ZipMethod::stored;
}

std::int64_t ZipReader::bytesBefore() const {
    return state_->before;
}

Digest ZipReader::digestBefore() const {
    return state_->digestBefore;
}

std::int64_t ZipReader::position() const {
    return state_->position;
}

std::int64_t ZipReader::size() const {
    return state_->size;
}

}  // namespace tocsin::attest
