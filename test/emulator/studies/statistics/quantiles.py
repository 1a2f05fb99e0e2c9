"""Quantiles by scipy, against which ours are held: python3 quantiles.py > quantiles.csv"""

import scipy
from scipy.stats import beta, norm

shapes = [(0.5, 0.5), (0.5, 20.5), (20.5, 0.5), (1, 7), (7, 1), (2, 2), (3.5, 9.5), (0.7, 0.4)]
shapes += [(12, 989), (500.5, 500.5), (99_999.5, 1.5), (1.5, 1e6), (4e5, 6e5), (33.1, 2.75)]

print("distribution,probability,a,b,quantile,complement")
for a, b in shapes:
    for p in (0.15865, 0.025, 0.00135, 0.5, 0.9):
        print(f"beta,{p},{a},{b},{float(beta.ppf(p, a, b))},{float(beta.isf(p, b, a))}")
for p in (1e-300, 1e-20, 1e-7, 0.00135, 0.02275, 0.025, 0.15865, 0.3, 0.7, 0.999):
    print(f"normal,{p},,,{float(norm.isf(p))},")
print(f"scipy,{scipy.__version__},,,,")
