namespace MailDispatcher.Engine.Tests;

/// <summary>Tests that measure the whole process: they run one after another, when the others have ended.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
