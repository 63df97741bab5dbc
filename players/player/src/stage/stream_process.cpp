// SPDX-License-Identifier: Apache-2.0
// tocsin-stream-worker as a child: pictures by shared memory, a bell for each, its last words by a
// pipe.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>
#include <vector>

#include "stage/stream_worker.hpp"
#include "tocsin/media/picture_ring.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kMostWords = 4'096;
constexpr std::size_t kShownWords = 160;
constexpr int kMemory = 3, kBell = 4;  // in the child

class Descriptor {
public:
    explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    void reset(int fd) {
        close();
        fd_ = fd;
    }
    void close() {
        if (fd_ >= 0) {
            ::close(std::exchange(fd_, -1));
        }
    }
    [[nodiscard]] int get() const noexcept { return fd_; }

private:
    int fd_;
};

struct Pipe {
    Descriptor read, write;
    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return false;
        }
        read.reset(ends[0]);
        write.reset(ends[1]);
        return true;
    }
};

int aside(int descriptor) {
    return ::fcntl(descriptor, F_DUPFD_CLOEXEC, kBell + 1);
}

void ring(int bell) {
    std::uint64_t const one = 1;
    static_cast<void>(!::write(bell, &one, sizeof one));
}

void silence(int bell) {
    std::uint64_t count = 0;
    static_cast<void>(!::read(bell, &count, sizeof count));
}

class StreamProcess final : public StreamWorker {
public:
    StreamProcess(media::PictureRing pictures, std::shared_ptr<media::FramePool> pool)
        : pictures_(std::move(pictures)), pool_(std::move(pool)) {}
    ~StreamProcess() override {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            reap();
        }
    }
    [[nodiscard]] Result<> start(std::filesystem::path const& program, media::Canvas const& canvas,
                                 std::string const& description);
    News wait(Milliseconds patience, std::stop_token const& stop) override;
    [[nodiscard]] std::uint64_t beats() const override { return pictures_.beats(); }
    [[nodiscard]] std::chrono::microseconds interval() const override {
        return std::chrono::microseconds(pictures_.interval());
    }

private:
    [[nodiscard]] Result<> spawn(std::vector<std::string> words, int input);
    [[nodiscard]] media::FramePtr newPicture();
    /// False at the end of the child's words.
    [[nodiscard]] bool listen();
    [[nodiscard]] std::string lastWords(int status) const;
    int reap() {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
        return status;
    }

    media::PictureRing pictures_;
    std::shared_ptr<media::FramePool> pool_;
    std::uint64_t number_ = 0;  // of the last picture
    Descriptor bell_, wake_;
    Pipe words_;
    std::string said_;
    pid_t pid_ = -1;
};

Result<> StreamProcess::start(std::filesystem::path const& program, media::Canvas const& canvas,
                              std::string const& description) {
    Pipe input;
    bell_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    wake_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (bell_.get() < 0 || wake_.get() < 0 || !words_.open() || !input.open()) {
        return Error{Errc::exhausted, "no file descriptors are left"};
    }
    // By a pipe, which holds more than this: on a command line everybody could read passwords.
    auto const written = ::write(input.write.get(), description.data(), description.size());
    input.write.close();
    if (written != static_cast<ssize_t>(description.size())) {
        return Error{Errc::exhausted, "its description cannot be handed over"};
    }
    auto const size = std::to_string(canvas.width) + "x" + std::to_string(canvas.height);
    return spawn({program.string(), "--canvas", size, "--fit", std::string(toString(canvas.fit)),
                  "--memory", std::to_string(kMemory), "--bell", std::to_string(kBell), "--parent",
                  std::to_string(::getpid())},
                 input.read.get());
}

Result<> StreamProcess::spawn(std::vector<std::string> words, int input) {
    std::vector<char*> argv;
    for (auto& word : words) {
        argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    std::array<char, 13> language{"LANG=C.UTF-8"};
    std::array<char*, 2> environment{language.data(), nullptr};
    // Out of the way of the numbers that the child has them by.
    Descriptor const from(aside(input)), to(aside(words_.write.get())),
        memory(aside(pictures_.descriptor())), bell(aside(bell_.get()));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, from.get(), STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, to.get(), STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, memory.get(), kMemory);
    posix_spawn_file_actions_adddup2(&actions, bell.get(), kBell);
    // Nothing else of the player's: Asio opens the session's socket without O_CLOEXEC.
    posix_spawn_file_actions_addclosefrom_np(&actions, kBell + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    // The tick's real-time scheduling is not for foreign bytes.
    sched_param const plain{};
    posix_spawnattr_setschedpolicy(&attributes, SCHED_OTHER);
    posix_spawnattr_setschedparam(&attributes, &plain);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSCHEDULER);
    int const failed =
        ::posix_spawn(&pid_, argv[0], &actions, &attributes, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    words_.write.close();
    ::fcntl(words_.read.get(), F_SETFL, O_NONBLOCK);
    if (failed != 0) {
        pid_ = -1;
        return Error{Errc::unavailable, words[0] + " cannot be started: " + std::strerror(failed) +
                                            "; check the installation"};
    }
    return {};
}

StreamWorker::News StreamProcess::wait(Milliseconds patience, std::stop_token const& stop) {
    std::stop_callback const onStop(stop, [this] { ring(wake_.get()); });
    std::array<pollfd, 3> waits{
        {{bell_.get(), POLLIN, 0}, {words_.read.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), static_cast<int>(patience.count()));
    News news;
    if (waits[0].revents != 0) {
        silence(bell_.get());
        news.picture = newPicture();
    }
    if (waits[1].revents != 0 && !listen()) {
        ::kill(pid_, SIGKILL);  // its words are at an end; so is it
        news.ended = lastWords(reap());
    }
    return news;
}

media::FramePtr StreamProcess::newPicture() {
    auto frame = pool_->take();
    auto const number = pictures_.read(number_, frame->pixels);
    if (!number) {
        return nullptr;
    }
    number_ = *number;
    return pool_->publish(std::move(frame));
}

bool StreamProcess::listen() {
    std::array<char, 1024> buffer{};
    auto const got = ::read(words_.read.get(), buffer.data(), buffer.size());
    if (got < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    if (said_.size() < kMostWords) {
        said_.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0;
}

std::string StreamProcess::lastWords(int status) const {
    auto text = said_.substr(0, said_.find_last_not_of('\n') + 1);
    text = text.substr(text.rfind('\n') + 1).substr(0, kShownWords);
    for (char& c : text) {
        // What a child says that was taken over must not break a line of a log.
        bool const plain = static_cast<unsigned char>(c) >= ' ' &&
                           static_cast<unsigned char>(c) < 0x7f && c != '"';
        c = plain ? c : '?';
    }
    if (!text.empty()) {
        return text;
    }
    return WIFSIGNALED(status)
               ? std::string("its process was ended by ") + ::strsignal(WTERMSIG(status))
               : "its process ended with " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

StartStreamWorker streamProcesses(std::filesystem::path program, media::Canvas canvas,
                                  std::shared_ptr<media::FramePool> pool) {
    return [program = std::move(program), canvas, pool = std::move(pool)](
               media::StreamDescription const& stream) -> Result<std::unique_ptr<StreamWorker>> {
        auto pictures = media::PictureRing::create(canvas.width, canvas.height);
        if (!pictures) {
            return pictures.error();
        }
        auto child = std::make_unique<StreamProcess>(std::move(*pictures), pool);
        if (auto started = child->start(program, canvas, media::canonicalStream(stream));
            !started) {
            return started.error();
        }
        return Result<std::unique_ptr<StreamWorker>>(std::move(child));
    };
}

}  // namespace tocsin::player
