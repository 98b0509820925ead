@echo off
rem Starts Vivarium from a source checkout; builds it first where the build is missing or older than
rem the sources. See the script "vivarium" for the same on other systems.
rem
rem   JAVA_HOME            a JDK 25 or newer to use
rem   VIVARIUM_JAVA_OPTS   more options for java, separated by spaces
rem
rem No path stands inside a block in parentheses: one in a path would end the block.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "DIST=%ROOT%\workbench\target\dist"
set "LOG=%ROOT%\workbench\target\build.log"
set "JDK="

if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%J in ('where javac.exe 2^>nul') do call :consider_bin "%%~dpJ"
for %%P in ("%ProgramFiles%\Eclipse Adoptium" "%LOCALAPPDATA%\Programs\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks") do call :consider_all "%%~P"
if not defined JDK goto :no_jdk

call :is_current
if errorlevel 1 call :build
if errorlevel 1 exit /b 1

"%JDK%\bin\java.exe" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:-OmitStackTraceInFastThrow %VIVARIUM_JAVA_OPTS% "-Dvivarium.home=%DIST%" "-Dvivarium.samples=%ROOT%\projects" -Dvivarium.terminal=false -jar "%DIST%\lib\vivarium.jar" %*
exit /b %ERRORLEVEL%

:no_jdk
echo Vivarium needs a JDK 25 or newer, and found none. Install one with: 1>&2
echo   winget install EclipseAdoptium.Temurin.25.JDK 1>&2
exit /b 1

:consider_all
for /d %%J in ("%~1\*") do call :consider "%%~J"
exit /b 0

:consider_bin
for %%H in ("%~1..") do call :consider "%%~fH"
exit /b 0

:consider
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
rem The line is JAVA_VERSION="25.0.3"; every sign but letters and digits parts it.
for /f tokens^=2^ delims^=^=.+-^" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do if %%V GEQ 25 set "JDK=%~1"
exit /b 0

rem The stamp bears the time at which the last build began, and holds the names of all files that
rem went into it: added, renamed and deleted ones show in no time stamp.
:is_current
if not exist "%DIST%\lib\vivarium.jar" exit /b 1
if not exist "%DIST%\built" exit /b 1
powershell -NoProfile -Command "$b = $env:DIST + '\built'; $t = (Get-Item -LiteralPath $b).LastWriteTimeUtc; $f = @('pom.xml', 'engine', 'net', 'plugin-templates', 'workbench' | ForEach-Object { Get-ChildItem -LiteralPath ($env:ROOT + '\' + $_) -Recurse -File } | Where-Object { $_.FullName.Substring($env:ROOT.Length) -notmatch '\\(target|node_modules|src\\test)\\' }); $names = ($f | ForEach-Object { $_.FullName } | Sort-Object) -join '|'; if ($names -ne [IO.File]::ReadAllText($b) -or @($f | Where-Object { $_.LastWriteTimeUtc -gt $t }).Count) { exit 1 }; exit 0"
exit /b %ERRORLEVEL%

:stamp
powershell -NoProfile -Command "$f = @('pom.xml', 'engine', 'net', 'plugin-templates', 'workbench' | ForEach-Object { Get-ChildItem -LiteralPath ($env:ROOT + '\' + $_) -Recurse -File } | Where-Object { $_.FullName.Substring($env:ROOT.Length) -notmatch '\\(target|node_modules|src\\test)\\' }); [IO.File]::WriteAllText($env:DIST + '\build-started', (($f | ForEach-Object { $_.FullName } | Sort-Object) -join '|'))"
exit /b %ERRORLEVEL%

:build
where mvn >nul 2>nul
if errorlevel 1 goto :no_maven
where npm >nul 2>nul
if errorlevel 1 goto :no_npm
if not exist "%DIST%" mkdir "%DIST%"
if exist "%DIST%\built" del "%DIST%\built"
call :stamp
if errorlevel 1 exit /b 1
echo Building Vivarium (the first time takes a few minutes) ... 1>&2
set "JAVA_HOME=%JDK%"
rem PowerShell would part an option at its dots if it stood without quotes.
powershell -NoProfile -Command "$start = Get-Date; Set-Location -LiteralPath $env:ROOT; & mvn '-B' '-Dquickly' '-Dmaven.test.skip=true' 'package' 2>&1 | ForEach-Object { [string]$_ } | Tee-Object -FilePath $env:LOG | ForEach-Object { if ($_ -match 'Building (Vivarium.*?) +\d.*(\[\d+/\d+\])') { [Console]::Error.WriteLine('  ' + $Matches[2] + ' ' + $Matches[1]) } }; $code = $LASTEXITCODE; if ($code -eq 0) { [Console]::Error.WriteLine('Built in ' + [int]((Get-Date) - $start).TotalSeconds + ' s.') }; exit $code"
if errorlevel 1 goto :build_failed
move /y "%DIST%\build-started" "%DIST%\built" >nul
exit /b 0

:build_failed
echo The build failed. The end of "%LOG%": 1>&2
powershell -NoProfile -Command "Get-Content -LiteralPath $env:LOG -Tail 25" 1>&2
exit /b 1

:no_maven
echo Building Vivarium needs Apache Maven 3.8 or newer, with mvn on the PATH. 1>&2
exit /b 1

:no_npm
echo Building Vivarium needs npm, for the plugin compiler. Install it with: 1>&2
echo   winget install OpenJS.NodeJS.LTS 1>&2
exit /b 1
