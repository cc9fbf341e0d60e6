"""What lines of Japanese tables usually mean: patterns of labels, and the English label that means the same."""

from __future__ import annotations

JAPANESE: tuple[tuple[str, str], ...] = (
    (r"利益率|マージン", "margin"),
    (r"[1１一]株当たり", "earnings per share"),
    (r"成長率|増減率|前年比", "growth"),
    (r"比率|割合|率$", "rate"),
    (r"売上総利益|粗利", "gross profit"),
    (r"営業(?:利益|損失|損益)", "operating profit"),
    (r"経常(?:利益|損失)|税引前|税金等調整前", "profit before tax"),
    (r"純(?:利益|損失)", "net profit"),
    (r"研究開発|設備投資", "research"),
    (r"売上原価", "cost of sales"),
    (r"費用|経費|販売費|人件費|原価", "costs"),
    (r"フリー・?キャッシュ", "free cash flow"),
    (r"キャッシュ・?フロー", "cash flow"),
    (r"現金", "cash"),
    (r"有利子負債|借入金|社債", "debt"),
    (r"総資産|純資産|自己資本|負債", "assets"),
    (r"^売上(?:高|収益)?$|^営業収益$", "sales"),
    (r"売上|収益", "sales of a segment"),
    (r"受注", "order intake"),
    (r"顧客|会員|契約者|利用者|契約件?数", "customers"),
    (r"従業員|社員|人員", "employees"),
    (r"店舗|拠点", "stores"),
    (r"排出量", "emissions"),
    (r"電力|エネルギー", "consumption of energy"),
)
