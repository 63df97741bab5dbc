// SPDX-License-Identifier: Apache-2.0
#include "engine/open_sinks.hpp"

#include "sinks/null_sink.hpp"
#include "sinks/png_sink.hpp"
#include "sinks/raw_sink.hpp"

namespace tocsin::player {
namespace {

Result<std::unique_ptr<FrameSink>> openSink(SinkSpec const& spec, Size size,
                                            WindowSink::Closing closing, session::Clock& clock,
                                            spdlog::logger& log, Findings& findings) {
    auto const widen = [](auto opened) -> Result<std::unique_ptr<FrameSink>> {
        if (!opened) {
            return opened.error();
        }
        return std::unique_ptr<FrameSink>(std::move(*opened));
    };
    switch (spec.kind) {
        case SinkSpec::Kind::window:
            return widen(WindowSink::open(size, spec.window, closing, clock, log, findings));
        case SinkSpec::Kind::raw:
            return widen(RawSink::open(spec.path, size.width, size.height, log, findings));
        case SinkSpec::Kind::png:
            return widen(PngSink::open(spec.path, spec.every, clock, log, findings));
        case SinkSpec::Kind::null:
            break;
    }
    return std::unique_ptr<FrameSink>(std::make_unique<NullSink>());
}

}  // namespace

Result<OpenSinks> openSinks(std::vector<SinkSpec> const& specs, Size size,
                            WindowSink::Closing closing, session::Clock& clock, spdlog::logger& log,
                            Findings& findings) {
    OpenSinks out;
    for (auto const& spec : specs) {
        auto sink = openSink(spec, size, closing, clock, log, findings);
        if (!sink) {
            return Error{Errc::unavailable, sink.error().message};
        }
        if (auto* window = dynamic_cast<WindowSink*>(sink->get())) {
            out.windows.push_back(window);
        }
        out.all.push_back(std::move(*sink));
    }
    return out;
}

}  // namespace tocsin::player
