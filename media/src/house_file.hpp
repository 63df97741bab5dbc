// SPDX-License-Identifier: Apache-2.0
// An MP4 written through a descriptor, its index moved to the front at the end.
#pragma once

#include "ffmpeg_handles.hpp"
#include "open_file.hpp"

namespace tocsin::media::detail {

struct MuxerDeleter {
    void operator()(AVFormatContext* format) const noexcept { avformat_free_context(format); }
};

class HouseFile {
public:
    /// Takes an empty regular file, open for reading and writing.
    explicit HouseFile(OpenFile file);

    /// The track of an opened encoder; before begin().
    [[nodiscard]] AVStream& add(AVCodecContext const& encoder);
    /// A track that is coded already; before begin().
    [[nodiscard]] AVStream& add(AVCodecParameters const& coded, AVRational timeBase);
    /// Errc::exhausted: the disk is full or the file larger than it may be.
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> write(AVPacket& packet, AVRational timeBase, AVStream const& track);
    [[nodiscard]] Result<> finish();
    [[nodiscard]] std::int64_t bytes() const { return file_.size(); }

private:
    /// One of the places at which the file is read or written.
    struct Place {
        HouseFile* file;
        std::int64_t at = 0;
    };
    static int writeBytes(void* place, std::uint8_t* bytes, int size);
    static int readBytes(void* place, std::uint8_t* bytes, int size);
    static std::int64_t seekBytes(void* place, std::int64_t offset, int whence);
    static int openAgain(AVFormatContext* format, AVIOContext** io, char const* url, int flags,
                         AVDictionary** options);
    static int closeAgain(AVFormatContext* format, AVIOContext* io);
    [[nodiscard]] AvIoPtr open(Place& place, bool writing);
    [[nodiscard]] Result<> outcome(int code) const;

    OpenFile file_;
    int failure_ = 0;  // errno of the first write that failed
    Place written_{this}, read_{this};
    AvIoPtr io_;
    std::unique_ptr<AVFormatContext, MuxerDeleter> format_;
};

}  // namespace tocsin::media::detail
