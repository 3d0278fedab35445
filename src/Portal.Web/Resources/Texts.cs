namespace Portal.Web.Resources;

/// <summary>Names the texts of the shell and the small parts (Texts.resx; further languages beside it as Texts.es.resx and so on).</summary>
public sealed class Texts;
