from reportgen.settings import Setting
class Options(Setting): pass
def draw(o,s): pass
