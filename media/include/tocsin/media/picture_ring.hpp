// SPDX-License-Identifier: Apache-2.0
// Pictures from one process to another through shared memory: one writer, one reader, neither waits
// for the other, the newest wins. The reader trusts nothing that stands in the memory: sizes are
// its own, the memory cannot shrink under it, and a picture that was written while it was copied is
// not taken.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

class PictureRing {
public:
    static constexpr std::uint64_t kSlots = 3;

    /// New sealed memory for pictures of this size, 1 to 8192 pixels each way. Errc::exhausted.
    [[nodiscard]] static Result<PictureRing> create(int width, int height);
    /// Memory that another process made with create(); takes the descriptor over. Errc::damaged if
    /// its size is another.
    [[nodiscard]] static Result<PictureRing> attach(int descriptor, int width, int height);

    PictureRing(PictureRing&& other) noexcept;
    PictureRing& operator=(PictureRing&&) = delete;
    ~PictureRing();

    /// To be inherited by the other process; stays open here.
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] std::size_t pictureBytes() const noexcept { return bytes_; }

    // ---- the writer: one thread ----
    /// `pixels` has pictureBytes() bytes.
    void write(std::span<std::uint8_t const> pixels);
    /// How long a picture of the stream is on, in microseconds; 0: not known.
    void setInterval(std::int64_t microseconds);
    /// Shows that the writer is alive, whether it has pictures or not.
    void beat();

    // ---- the reader: one thread ----
    /// Copies the newest picture if it is not the one with number `last`; its number then.
    [[nodiscard]] std::optional<std::uint64_t> read(std::uint64_t last,
                                                    std::span<std::uint8_t> into) const;
    [[nodiscard]] std::int64_t interval() const;
    /// Changes with each beat().
    [[nodiscard]] std::uint64_t beats() const;

private:
    struct Header;
    PictureRing(int descriptor, void* memory, std::size_t bytes)
        : descriptor_(descriptor), memory_(static_cast<std::uint8_t*>(memory)), bytes_(bytes) {}
    [[nodiscard]] static Result<PictureRing> map(int descriptor, std::size_t bytes);
    [[nodiscard]] Header& header() const;
    [[nodiscard]] std::uint8_t* slot(std::uint64_t number) const;

    int descriptor_;
    std::uint8_t* memory_;
    std::size_t bytes_;  ///< of one picture
};

}  // namespace tocsin::media
