using Portal.Web.Hosting;

namespace Portal.Web.Components.Ui;

/// <summary>What a page keeps of a failure: a reference for the person and the log, and whether it passes by itself. Never its message, which could hold data.</summary>
/// <param name="Reference">What the person can tell an administrator.</param>
/// <param name="Passes">Whether the database or its audit log was out of reach: <c>ErrorNote</c> then tries again by itself.</param>
/// <param name="DiskFull">Whether the disk is full: the sentence then says so, because somebody must make space.</param>
public sealed record PageFailure(string Reference, bool Passes, bool DiskFull = false)
{
    /// <summary>Of an exception that a page caught.</summary>
    public static PageFailure Of(Exception failure) => new(Ui.Reference.New(), PassingFailure.Is(failure), PassingFailure.IsDiskFull(failure));
}
