"use strict";

ExamPage.start();
