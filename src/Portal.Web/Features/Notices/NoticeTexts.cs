namespace Portal.Web.Features.Notices;

/// <summary>Names the texts of the pages about notices and mail (NoticeTexts.resx; further languages beside it).</summary>
public sealed class NoticeTexts;
