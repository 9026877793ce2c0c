/* Factorises the matrix file of `stages` with CHOLMOD and METIS, and prints processor times.
 * cc -O2 -o cholmod cholmod.c -I/usr/include/suitesparse -lcholmod
 * OPENBLAS_NUM_THREADS=1 ./cholmod MATRIX
 */
#include <cholmod.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc < 2) return 2;
    FILE *file = fopen(argv[1], "rb");
    uint64_t n, entries;
    if (!file || fread(&n, 8, 1, file) != 1 || fread(&entries, 8, 1, file) != 1) return 2;
    cholmod_common c;
    cholmod_l_start(&c);
    cholmod_triplet *t = cholmod_l_allocate_triplet(n, n, entries, -1, CHOLMOD_REAL, &c);
    for (uint64_t k = 0; k < entries; k++) {
        uint32_t ij[2];
        double x;
        if (fread(ij, 4, 2, file) != 2 || fread(&x, 8, 1, file) != 1) return 2;
        ((SuiteSparse_long *)t->i)[k] = ij[0];
        ((SuiteSparse_long *)t->j)[k] = ij[1];
        ((double *)t->x)[k] = x;
    }
    t->nnz = entries;
    cholmod_sparse *a = cholmod_l_triplet_to_sparse(t, entries, &c);
    cholmod_l_free_triplet(&t, &c);
    c.nmethods = 1;
    c.method[0].ordering = CHOLMOD_METIS;
    c.postorder = 1;
    c.supernodal = CHOLMOD_SUPERNODAL;
    double t0 = now();
    cholmod_factor *l = cholmod_l_analyze(a, &c);
    double t1 = now();
    cholmod_l_factorize(a, l, &c);
    double t2 = now();
    cholmod_dense *b = cholmod_l_ones(n, 1, CHOLMOD_REAL, &c);
    cholmod_dense *x = cholmod_l_solve(CHOLMOD_A, l, b, &c);
    double t3 = now();
    printf("CHOLMOD+METIS: n %lu, nnz(L) %.1f M, %.1f GF; analyse %.3f s, factorise %.3f s, solve %.3f s, together %.3f s\n",
           (unsigned long)n, c.lnz * 1e-6, c.fl * 1e-9, t1 - t0, t2 - t1, t3 - t2, t3 - t0);
    cholmod_l_free_dense(&b, &c);
    cholmod_l_free_dense(&x, &c);
    cholmod_l_free_factor(&l, &c);
    cholmod_l_free_sparse(&a, &c);
    cholmod_l_finish(&c);
    return 0;
}
