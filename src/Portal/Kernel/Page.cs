namespace Portal.Kernel;

/// <summary>One page of a keyset-paged list.</summary>
/// <typeparam name="T">What the list shows.</typeparam>
/// <param name="Items">The rows of this page, in order.</param>
/// <param name="Next">The opaque cursor of the next page; <c>null</c> on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
