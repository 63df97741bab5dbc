// SPDX-License-Identifier: Apache-2.0
// Pictures of the output at known instants.
#include "sinks/png_sink.hpp"

#include "tocsin/media/picture.hpp"

namespace tocsin::player {

Result<std::unique_ptr<PngSink>> PngSink::open(std::filesystem::path folder, Milliseconds every,
                                               session::Clock& clock, spdlog::logger& log,
                                               Findings& findings) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    if (ec || !std::filesystem::is_directory(folder, ec)) {
        return Error{Errc::unavailable,
                     "cannot create the folder " + folder.string() + ": " + ec.message()};
    }
    return std::unique_ptr<PngSink>(new PngSink(std::move(folder), every, clock, log, findings));
}

PngSink::PngSink(std::filesystem::path folder, Milliseconds every, session::Clock& clock,
                 spdlog::logger& log, Findings& findings)
    : folder_(std::move(folder)),
      name_("png:" + folder_.string()),
      every_(every),
      log_(log),
      findings_(findings),
      mailbox_(clock),
      thread_([this](std::stop_token stop) { run(stop); }) {}

PngSink::~PngSink() {
    mailbox_.close();
}

bool PngSink::submit(media::FramePtr const& frame, TickInfo const& info) noexcept {
    auto const multiple = toMillis(info.fleet) / every_.count();
    // The first tick of all is seldom the first one after a multiple.
    bool const due =
        lastMultiple_ ? multiple != *lastMultiple_ : toMillis(info.fleet) % every_.count() == 0;
    lastMultiple_ = multiple;
    if (!due) {
        return true;
    }
    try {
        return mailbox_.put({frame, info.fleet});
    } catch (std::exception const&) {
        return false;
    }
}

void PngSink::run(std::stop_token stop) {
    while (auto letter = mailbox_.take(stop)) {
        auto const file = folder_ / ("frame-" + std::to_string(toMillis(letter->fleet)) + ".png");
        auto done = media::writePng(*letter->frame, file);
        if (done) {
            // A second name for the same bytes, put in place by one rename.
            std::error_code ec;
            auto const beside = folder_ / ".latest.png.new";
            std::filesystem::remove(beside, ec);
            std::filesystem::create_hard_link(file, beside, ec);
            if (ec) {
                std::filesystem::copy_file(file, beside,
                                           std::filesystem::copy_options::overwrite_existing, ec);
            }
            if (!ec) {
                std::filesystem::rename(beside, folder_ / "latest.png", ec);
            }
            if (ec) {
                done =
                    Error{Errc::unavailable, "cannot write " + (folder_ / "latest.png").string() +
                                                 ": " + ec.message()};
            }
        }
        if (done) {
            findings_.clear("sink " + name_);
        } else if (findings_.set("sink " + name_, "sink " + name_ + ": " + done.error().message)) {
            log_.error("event=sink-failed sink={} err=\"{}\"", name_, done.error().message);
        }
    }
}

}  // namespace tocsin::player
