"""What lines of French, Spanish, Italian and Portuguese tables usually mean, by English labels that mean the same."""

from __future__ import annotations

ROMANCE: tuple[tuple[str, str], ...] = (
    (r"\bmarge brute\b|\b(?:margen|margine|margem) brut[oa]\b|\blucro bruto\b", "gross profit"),
    (r"\b(?:marge|margen|margine|margem)\b", "margin"),
    (r"\b(?:croissance|crecimiento|crescita|crescimento)\b", "growth"),
    (r"\b(?:taux d.occupation|ocupación|occupazione|ocupação)\b", "occupancy"),
    (r"\b(?:taux|tasa|tasso|taxa)\b", "rate"),
    (r"\b(?:résultat|bénéfice|beneficio|utile|lucro)\b.*\b(?:par action|por acción|per azione|por ação)\b",
     "earnings per share"),
    (r"\b(?:résultat|resultado|risultato) (?:opérationnel|d.exploitation|operativo|operacional|de explotación)\b",
     "operating profit"),
    (r"\b(?:résultat net|resultado neto|bénéfice|beneficio|utile|lucro)\b", "net profit"),
    (r"\b(?:coût des ventes|coste de (?:las )?ventas|costo del venduto|custo das vendas)\b", "cost of sales"),
    (r"\b(?:coûts?|charges|dépenses|gastos?|costes?|costos?|costi|spese|despesas|custos)\b", "costs"),
    (r"\b(?:investissements?|inversi(?:ón|ones)|investiment[io]s?|capex)\b", "capital expenditure"),
    (r"\b(?:trésorerie|tesorería|efectivo|caja|cassa|disponibilità liquide|caixa)\b", "cash"),
    (r"\b(?:endettement|dettes?|deuda|debito|dívida)\b.*\bebitda\b", "net debt to ebitda"),
    (r"\b(?:endettement net|dette nette|deuda neta|debito netto|dívida líquida)\b", "net debt"),
    (r"\b(?:dettes?|endettement|deuda|debito|debiti|dívida)\b", "debt"),
    (r"^(?:chiffre d.affaires|ca|ventes|ingresos|ventas|ricavi|fatturato|receitas?|vendas)(?: totale?s?| net\w*)?$",
     "sales"),
    (r"\b(?:chiffre d.affaires|ventes|ingresos|ventas|ricavi|fatturato|receitas?|vendas)\b", "sales of a segment"),
    (r"\b(?:clients|abonnés|clientes|clienti|abbonati|assinantes|usuarios|utenti|usuários)\b", "customers"),
    (r"\b(?:effectifs?|salariés|empleados|plantilla|dipendenti|organico|empregados|funcionários)\b", "employees"),
    (r"\b(?:commandes|pedidos|ordini|encomendas)\b", "orders"),
    (r"\b(?:énergie|energ[íi]a|électricité|electricidad|elettricità|eletricidade) (?:distribu|fourni|livr|vend|entreg)",
     "energy distributed"),
    (r"\b(?:électricité|electricidad|elettricità|eletricidade|énergie|energía|energia)\b", "consumption of energy"),
)  # fmt: skip
