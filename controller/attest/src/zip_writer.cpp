// SPDX-License-Identifier: Apache-2.0
#include "tocsin/attest/zip_writer.hpp"

#include <zlib.h>

#include <array>
#include <fstream>

#include "tocsin/messages/crypto.hpp"
#include "zip_form.hpp"

namespace tocsin::attest {
namespace {

/// Negative: without zlib's own header.
constexpr int kRawWindow = -15;
constexpr int kMemoryLevel = 8;

Failure tooLarge(std::string const& what) {
    return Failure({Errc::exhausted, "the bundle would have " + what +
                                         "; ask for a shorter period, or for fewer "
                                         "screens"});
}

}  // namespace

struct ZipWriter::State {
    std::filesystem::path path;
    std::fstream out;
    std::int64_t size = 0;
    std::vector<ZipFile> files;
    std::string central;

    // of the entry that is being written
    ZipHead head;
    std::int64_t offset = 0;
    messages::Sha256 hash;
    z_stream stream{};
    bool open = false;

    void put(std::string_view bytes) {
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        size += static_cast<std::int64_t>(bytes.size());
        if (!out) {
            throw Failure(
                {Errc::exhausted, path.string() + " cannot be written; is the disk full?"});
        }
        if (size > kMostZipBytes) {
            throw tooLarge("more than 4 GB");
        }
    }
    void putPacked(std::string_view bytes) {
        head.packed += static_cast<std::int64_t>(bytes.size());
        put(bytes);
    }
    void deflateAll(int flush) {
        std::array<unsigned char, 1 << 16> block{};
        do {
            stream.next_out = block.data();
            stream.avail_out = static_cast<uInt>(block.size());
            deflate(&stream, flush);
            putPacked(
                {reinterpret_cast<char const*>(block.data()), block.size() - stream.avail_out});
        } while (stream.avail_out == 0);
    }
    void close() {
        if (open && head.method == ZipMethod::deflated) {
            deflateEnd(&stream);
        }
        open = false;
    }
};

ZipWriter::ZipWriter(std::filesystem::path const& file) : state_(std::make_unique<State>()) {
    state_->path = file;
    state_->out.open(file, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
    if (!state_->out) {
        throw Failure({Errc::unavailable, file.string() + " cannot be made"});
    }
}

ZipWriter::~ZipWriter() {
    state_->close();
}

void ZipWriter::begin(std::string const& name, bool packed) {
    auto& now = *state_;
    if (now.files.size() >= kMostEntries) {
        throw tooLarge("more than 60,000 files");
    }
    now.head = {name, packed ? ZipMethod::deflated : ZipMethod::stored, 0, 0, 0};
    now.head.crc = static_cast<std::uint32_t>(crc32(0, nullptr, 0));
    now.hash = messages::Sha256();
    now.offset = now.size;
    now.stream = {};
    if (packed && deflateInit2(&now.stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindow,
                               kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw Failure({Errc::exhausted, "there is no memory to compress a bundle with"});
    }
    now.open = true;
    now.put(localHeader(now.head));
}

void ZipWriter::write(std::string_view bytes) {
    auto& now = *state_;
    auto const* const from = reinterpret_cast<unsigned char const*>(bytes.data());
    now.head.crc =
        static_cast<std::uint32_t>(crc32(now.head.crc, from, static_cast<uInt>(bytes.size())));
    now.hash.update(bytes);
    now.head.bytes += static_cast<std::int64_t>(bytes.size());
    if (now.head.bytes > kMostEntryBytes) {
        throw tooLarge("a file of more than 2 GB");
    }
    if (now.head.method == ZipMethod::stored) {
        now.putPacked(bytes);
        return;
    }
    now.stream.next_in = const_cast<unsigned char*>(from);  // zlib only reads it
    now.stream.avail_in = static_cast<uInt>(bytes.size());
    now.deflateAll(Z_NO_FLUSH);
}

void ZipWriter::end() {
    auto& now = *state_;
    if (now.head.method == ZipMethod::deflated) {
        now.stream.avail_in = 0;
        now.deflateAll(Z_FINISH);
    }
    now.close();
    now.files.push_back({now.head.name, now.hash.finish(), now.head.bytes});
    now.central += centralHeader(now.head, now.offset);
    // Its sizes and its checksum are known now.
    auto const header = localHeader(now.head);
    now.out.seekp(now.offset);
    now.out.write(header.data(), static_cast<std::streamsize>(header.size()));
    now.out.seekp(now.size);
}

void ZipWriter::add(std::string const& name, std::string_view bytes, bool packed) {
    begin(name, packed);
    write(bytes);
    end();
}

std::vector<ZipFile> const& ZipWriter::files() const noexcept {
    return state_->files;
}

std::int64_t ZipWriter::size() const noexcept {
    return state_->size;
}

Digest ZipWriter::digest() {
    state_->out.flush();
    auto const digest = messages::sha256File(state_->path);
    if (!digest) {
        throw Failure(digest.error());
    }
    return *digest;
}

void ZipWriter::finish() {
    auto& now = *state_;
    auto const offset = now.size;
    now.put(now.central);
    now.put(endRecord(now.files.size(), now.central.size(), offset));
    now.out.close();
    if (!now.out) {
        throw Failure(
            {Errc::exhausted, now.path.string() + " cannot be written; is the disk full?"});
    }
}

}  // namespace tocsin::attest
