/* W2, written in C for this one network and nothing else: a bound on what speed there is to be had.
 *
 *     gcc -O3 -ffp-contract=off w2.c -o w2 -lm
 *     ./w2 HOURS SEED
 *
 * Times are hours.  The run starts empty and stops at HOURS; it prints one line of JSON: tasks that
 * arrived, CPU seconds, mean wait of the visits begun, mean flow time of the tasks delivered.  Memory
 * follows the work in process. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SERVERS = 36, TYPES = 4, REVIEW = 4, CLASSES = 5, HIGH = 0, NORMAL = 1, NONE = -1 };

#define SPAN(first, count) (((UINT64_C(1) << (count)) - 1) << (first))
#define AI SPAN(0, 4)
#define JUNIOR SPAN(4, 10)
#define MID SPAN(14, 8)
#define SENIOR SPAN(22, 6)
#define FREELANCE SPAN(28, 8)

/* Servers that may do a class: those asked first, lowest number first, and those asked then. */
static const uint64_t ASKED_FIRST[CLASSES] = {
    AI | JUNIOR | FREELANCE, JUNIOR | MID | FREELANCE, MID | SENIOR | FREELANCE, SENIOR, SENIOR};
static const uint64_t ASKED_THEN[CLASSES] = {0, 0, 0, MID, 0};

static const double MEAN[CLASSES] = {1.0, 2.0, 4.0, 6.0, 0.3};
static const double CV[CLASSES] = {0.6, 0.6, 0.6, 0.6, 0.5};
static const double TASKS_PER_HOUR = 10.0, HIGH_SHARE = 0.15, REWORK_SHARE = 0.2;

/* --- luck: xoshiro256++ (Blackman and Vigna), seeded by splitmix64 ------------------------------ */

static uint64_t state[4];

static inline uint64_t rotated(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static void seed_luck(uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        state[i] = z ^ (z >> 31);
    }
}

/* Uniform on (0, 1): never 0, so that its logarithm is finite. */
static inline double uniform(void) {
    const uint64_t result = rotated(state[0] + state[3], 23) + state[0], t = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotated(state[3], 45);
    return ((double)(result >> 12) + 0.5) * 0x1.0p-52;
}

/* Standard normal by the polar method, which makes two at a time. */
static inline double normal(void) {
    static double spare;
    static int has_spare = 0;
    if (has_spare) {
        has_spare = 0;
        return spare;
    }
    double u, v, square;
    do {
        u = 2.0 * uniform() - 1.0;
        v = 2.0 * uniform() - 1.0;
        square = u * u + v * v;
    } while (square >= 1.0 || square == 0.0);
    const double scale = sqrt(-2.0 * log(square) / square);
    spare = v * scale;
    has_spare = 1;
    return u * scale;
}

static double log_mean[CLASSES], log_sd[CLASSES];

static inline double hours_of(int class_) { return exp(log_mean[class_] + log_sd[class_] * normal()); }

/* --- tasks: a slot for each that is inside, taken from a free list ------------------------------- */

typedef struct {
    double arrived_at, ready_at;
    uint64_t sequence; /* order of becoming ready */
    int next;          /* in its queue, or in the free list */
    int type, priority, class_;
} Task;

static Task *tasks;
static int slots = 0, free_slot = NONE;

static void add_slots(void) {
    const int more = slots ? slots : 64;
    tasks = realloc(tasks, sizeof(Task) * (size_t)(slots + more));
    if (!tasks) {
        fprintf(stderr, "no memory for %d tasks\n", slots + more);
        exit(1);
    }
    for (int i = 0; i < more; i++) tasks[slots + i].next = i + 1 < more ? slots + i + 1 : NONE;
    free_slot = slots;
    slots += more;
}

/* --- what is waiting: a list for each class and priority ----------------------------------------- */

static int head[2][CLASSES], tail[2][CLASSES];
static unsigned waiting[2] = {0, 0}; /* bit of a class: its list is not empty */
static uint64_t sequence = 0;

/* --- who works, and until when: a binary heap of the busy servers -------------------------------- */

typedef struct {
    double at;
    int server;
} Completion;

static Completion heap[SERVERS + 1]; /* the one behind the last is at infinity */
static int busy = 0;
static int in_hand[SERVERS];       /* the task of a busy server */
static double factor[SERVERS];     /* on work time */
static unsigned serves[SERVERS];   /* bits of classes */
static uint64_t idle;              /* bits of servers */

static void sink(Completion item) { /* put an item where the root was */
    int place = 0;
    for (;;) {
        int child = 2 * place + 1;
        if (child >= busy) break;
        if (child + 1 < busy && heap[child + 1].at < heap[child].at) child++;
        if (heap[child].at >= item.at) break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = item;
}

static void push(Completion item) {
    int place = busy++;
    heap[busy].at = INFINITY;
    while (place > 0) {
        const int parent = (place - 1) / 2;
        if (heap[parent].at <= item.at) break;
        heap[place] = heap[parent];
        place = parent;
    }
    heap[place] = item;
}

static void pop(void) {
    const Completion last = heap[--busy];
    heap[busy].at = INFINITY;
    if (busy > 0) sink(last);
}

/* --- the story ----------------------------------------------------------------------------------- */

static double now = 0.0, waited = 0.0, flow_time = 0.0;
static int64_t arrived = 0, begun = 0, delivered = 0;

static inline Completion begin(int task, int server) {
    const int class_ = tasks[task].class_;
    double hours = hours_of(class_);
    if (class_ != REVIEW) hours *= factor[server];
    waited += now - tasks[task].ready_at;
    begun++;
    in_hand[server] = task;
    return (Completion){now + hours, server};
}

static void ready(int task, int class_) {
    tasks[task].class_ = class_;
    tasks[task].ready_at = now;
    uint64_t able = idle & ASKED_FIRST[class_];
    if (!able) able = idle & ASKED_THEN[class_];
    if (able) {
        const int server = __builtin_ctzll(able);
        idle &= ~(UINT64_C(1) << server);
        push(begin(task, server));
        return;
    }
    const int priority = tasks[task].priority;
    tasks[task].next = NONE;
    tasks[task].sequence = sequence++;
    if (waiting[priority] >> class_ & 1u)
        tasks[tail[priority][class_]].next = task;
    else
        head[priority][class_] = task;
    tail[priority][class_] = task;
    waiting[priority] |= 1u << class_;
}

/* Take the longest waiting of the classes that a server may do, high priority first. */
static int best_for(int server) {
    for (int priority = HIGH; priority <= NORMAL; priority++) {
        unsigned bits = waiting[priority] & serves[server];
        if (!bits) continue;
        int best = __builtin_ctz(bits);
        while (bits &= bits - 1) {
            const int class_ = __builtin_ctz(bits);
            if (tasks[head[priority][class_]].sequence < tasks[head[priority][best]].sequence) best = class_;
        }
        const int task = head[priority][best];
        head[priority][best] = tasks[task].next;
        if (tasks[task].next == NONE) waiting[priority] &= ~(1u << best);
        return task;
    }
    return NONE;
}

static void complete(void) {
    const int server = heap[0].server, task = in_hand[server], following = best_for(server);
    if (following != NONE) {
        sink(begin(following, server));
    } else {
        idle |= UINT64_C(1) << server;
        pop();
    }
    if (tasks[task].class_ != REVIEW) {
        ready(task, REVIEW);
    } else if (uniform() < REWORK_SHARE) {
        ready(task, tasks[task].type);
    } else {
        flow_time += now - tasks[task].arrived_at;
        delivered++;
        tasks[task].next = free_slot;
        free_slot = task;
    }
}

static void arrive(void) {
    if (free_slot == NONE) add_slots();
    const int task = free_slot;
    free_slot = tasks[task].next;
    const double u = uniform();
    tasks[task].type = u < 0.4 ? 0 : u < 0.7 ? 1 : u < 0.9 ? 2 : 3;
    tasks[task].priority = uniform() < HIGH_SHARE ? HIGH : NORMAL;
    tasks[task].arrived_at = now;
    arrived++;
    ready(task, tasks[task].type);
}

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: w2 HOURS SEED\n");
        return 2;
    }
    const double hours = atof(arguments[1]);
    const uint64_t members[] = {AI, JUNIOR, MID, SENIOR, FREELANCE};
    const double factor_of[] = {0.5, 1.0, 0.8, 0.7, 0.9};
    seed_luck(strtoull(arguments[2], NULL, 10));
    for (int class_ = 0; class_ < CLASSES; class_++) {
        const double variance = log(1.0 + CV[class_] * CV[class_]);
        log_mean[class_] = log(MEAN[class_]) - 0.5 * variance;
        log_sd[class_] = sqrt(variance);
    }
    for (int server = 0; server < SERVERS; server++) {
        for (int group = 0; group < 5; group++)
            if (members[group] >> server & 1) factor[server] = factor_of[group];
        for (int class_ = 0; class_ < CLASSES; class_++)
            if ((ASKED_FIRST[class_] | ASKED_THEN[class_]) >> server & 1) serves[server] |= 1u << class_;
    }
    idle = SPAN(0, SERVERS);
    heap[0].at = INFINITY;

    const double started = cpu_seconds();
    double next_arrival = -log(uniform()) / TASKS_PER_HOUR;
    for (;;) {
        if (heap[0].at <= next_arrival) {
            now = heap[0].at;
            if (now > hours) break;
            complete();
        } else {
            now = next_arrival;
            if (now > hours) break;
            arrive();
            next_arrival = now - log(uniform()) / TASKS_PER_HOUR;
        }
    }
    const double seconds = cpu_seconds() - started;
    printf("{\"tasks\": %lld, \"cpu_seconds\": %.9f, \"mean_wait\": %.17g, \"mean_flow\": %.17g}\n",
           (long long)arrived, seconds, waited / (double)begun, flow_time / (double)delivered);
    return 0;
}
